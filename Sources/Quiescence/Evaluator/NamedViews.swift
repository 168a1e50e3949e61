/// Views in the order of their names, which are found by name as well.
struct NamedViews<View: NamedView> {
    let inOrder: [View]
    private let index: NameIndex<View.Key>

    /// `index` tells at which place each name stands.
    init(inOrder: [View], _ index: NameIndex<View.Key>) {
        self.inOrder = inOrder
        self.index = index
    }

    subscript(name: View.Key) -> View? { index[name].map { inOrder[$0] } }

    /// The view of a name, which is looked for behind the one that `cursor` found last.
    func view(of name: View.Key, _ cursor: inout NameCursor) -> View? {
        cursor.place(of: name, in: index) { inOrder[$0].name }.map { inOrder[$0] }
    }
}

/// What one survey and those before it have shown of something that has a name.
protocol NamedView {
    associatedtype Key: Name
    var name: Key { get }
}

extension TopicView: NamedView {}
extension GroupView: NamedView {}

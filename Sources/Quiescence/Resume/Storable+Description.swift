/// What MirrorMaker has said of itself, in rows.
extension MirrorSetting: Storable {}
extension MirrorConnector.Kind: Storable {}
extension MirrorConnector.Wanted: Storable {}
extension WorkState: Storable {}

extension MirrorDescription: Storable {
    init(from row: inout RowReader) throws(MalformedRow) { self.init(connectors: try row.value()) }
    func write(to row: inout RowWriter) { row.put(connectors) }
}

extension MirrorConnector: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(
            kind: try row.value(), settings: try row.value(), transforms: try row.value(),
            risks: try row.value(), wanted: try row.value(), isFenced: try row.value(),
            state: try row.value(), version: try row.value(), tasks: try row.value())
    }

    func write(to row: inout RowWriter) {
        row.put(kind, settings, transforms, risks, wanted, isFenced, state, version, tasks)
    }
}

extension MirrorTask: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(
            state: try row.value(), failure: try row.value(), partitions: try row.value(),
            groups: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(state, failure, partitions, groups) }
}

extension MirrorTransform: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(name: try row.text(), type: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(name, type) }
}

extension MirrorRisk: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(setting: try row.value(), value: try row.text())
    }

    func write(to row: inout RowWriter) { row.put(setting, value) }
}

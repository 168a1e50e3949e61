import Quiescence
import Synchronization

/// What the mock's brokers lack: who is a member of a group, and what the groups have committed.
final class GroupCoordinator: Sendable {
    private let groups = Mutex<[GroupName: GroupSurvey]>([:])

    /// Every group, as a coordinator would describe it.
    var listing: [GroupName: GroupSurvey] { groups.withLock { $0 } }

    func join(_ name: GroupName, as client: String) {
        let member = GroupMember(id: "\(client)-1", clientID: client, host: "/127.0.0.1")
        change(name) { group in
            group.state = .known(.stable)
            group.members = .known([member])
        }
    }

    func leave(_ name: GroupName) {
        change(name) { group in
            group.state = .known(.empty)
            group.members = .known([])
        }
    }

    func commit(_ offsets: PartitionMap<CommittedOffset>, of name: GroupName) {
        change(name) { group in
            guard case .known(let before) = group.commits else { return }
            group.commits = .known(before.merging(offsets) { _, new in new })
        }
    }

    private func change(_ name: GroupName, _ change: (inout GroupSurvey) -> Void) {
        groups.withLock { groups in
            var group =
                groups[name]
                ?? GroupSurvey(
                    protocolType: .known("consumer"), state: .known(.empty), members: .known([]),
                    commits: .known([:]))
            change(&group)
            groups[name] = group
        }
    }
}

import Quiescence

extension RemovalPlan {
    /// How the end of MirrorMaker's workers is awaited. Kafka's own tools do not show their group, so the service
    /// is asked.
    var workers: ShellText {
        let group: ShellText =
            workersGroup.map { "${WORKERS_GROUP:-\(word: $0)}" }
            ?? "${WORKERS_GROUP:?the group.id of the workers that MirrorMaker runs in}"
        return """
            # await_workers_gone: until the group of MirrorMaker's workers has no member, or is gone altogether.
            await_workers_gone() {
                local group=\(piece: group) cluster=\(word: report.alias(.new)) told
            \(piece: knownWorkers)
                while true; do
                    told=$(curl -fsS -G --data-urlencode "match=$group" "${GATE%/}/api/v1/groups") \\
                        || stop "$GATE does not answer"
                    case "$told" in
                        *'"stale":true'*) ;;
                        *'"total":0'*) return ;;
                        *"\\"group\\":\\"$group\\",\\"kafka_cluster\\":\\"$cluster\\",\\"members\\":0,"*) return ;;
                    esac
                    echo "waiting for $group to be without members" >&2
                    sleep "${PAUSE:-5}"
                done
            }

            # delete_connector NAME: as it stands in a URL.
            delete_connector() {
                local code
                code=$(curl -sS -o /dev/null -w '%{http_code}' -X DELETE "${CONNECT%/}/connectors/$1")
                case "$code" in
                    204 | 404) echo "connector $1 is deleted" ;;
                    *) stop "the Connect cluster answers $code where $1 should be deleted" ;;
                esac
            }


            """
    }

    /// A name that no group bears has no member either.
    private var knownWorkers: ShellText {
        let seen = report.groups.filter { $0.side == .new && $0.protocolType == "connect" }.map(\.group)
        let names = Set(seen + [workersGroup].compactMap(\.self)).sorted().map { name -> ShellText in
            "\(word: name)"
        }
        guard let first = names.first else { return "" }
        let pattern = names.dropFirst().reduce(first) { $0 + "|" + $1 }
        return """
                    case "$group" in
                        \(piece: pattern)) ;;
                        *) stop "$group was no group of workers when this plan was printed; is WORKERS_GROUP right?" ;;
                    esac
            """
    }
}

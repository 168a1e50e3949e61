import Quiescence

extension RemovalPlan {
    /// How Kafka's tools are run.
    func tools(_ form: Form) -> ShellText {
        switch form {
        case .shell:
            """
            # run old|new TOOL ARGUMENT...
            run() {
                shift
                local program=$1
                shift
                program=${KAFKA_BIN:+$KAFKA_BIN/}$program
                command -v "$program" > /dev/null || stop "there is no $program: KAFKA_BIN must be its directory"
                "$program" "$@"
            }


            """
        case .strimzi: Self.strimziTools
        }
    }

    func stopMirrorMaker(_ form: Form) -> RemovalStep {
        let body: ShellText =
            switch form {
            case .shell: isDedicated ? stopProcess : deleteConnectors
            case .strimzi: stopResource
            }
        return RemovalStep(
            "mirror_maker", "stop MirrorMaker 2",
            """
                may mirror_maker
                guard old
                guard new
            \(piece: body)
            """)
    }

    private var stopProcess: ShellText {
        """
            # SIGTERM, and time to end: it writes its last positions then. A SIGKILL would leave the ones before.
            : "${STOP_MIRROR_MAKER:?is not set: what ends it, on all its hosts: 'ssh HOST systemctl stop mirror-maker'}"
            bash -c "$STOP_MIRROR_MAKER" || stop "STOP_MIRROR_MAKER ended with $?: look whether MirrorMaker still runs"
            await_workers_gone

        """
    }

    private var deleteConnectors: ShellText {
        let connectors = report.mirrorConnectors.map { name -> ShellText in
            "    delete_connector \(word: name.percentEncoded)\n"
        }
        return """
                # A Connect cluster goes on with what else it runs.
                : "${CONNECT:?the URL of the Connect cluster: http://HOST:8083}"
            \(piece: connectors.isEmpty ? namedConnectors : connectors.joined())
            """
    }

    /// Where nothing was read of them, nobody but who runs this can know them; a name too few would be silent.
    private var namedConnectors: ShellText {
        """
            : "${CONNECTORS:?the names of its connectors of MirrorMaker, apart by blanks: they could not be read}"
            local name
            for name in $CONNECTORS; do
                curl -fsS -o /dev/null "${CONNECT%/}/connectors/$name" || stop "the Connect cluster has no connector $name"
                delete_connector "$name"
            done

        """
    }

    /// Nothing on a Connect cluster, which goes on with what else it runs.
    private var workersGone: ShellText { isDedicated ? "    await_workers_gone\n" : "" }

    /// Much may have moved while the end of the workers was awaited.
    private var stillSafe: ShellText { isDedicated ? workersGone + "    may mirror_topics\n" : "" }

    var recheck: RemovalStep {
        RemovalStep(
            "recheck", "look again: was everything mirrored when it stopped?",
            """
            \(piece: workersGone)    two_surveys
                may mirror_maker

            """)
    }

    func deleteMirrors(_ form: Form) -> RemovalStep {
        let resources: ShellText =
            form == .strimzi ? "    resource new\n    delete_resources \"${mirrors[@]}\"\n" : ""
        let others = [
            (excluded, "excluded by the configuration, so nobody judged it"),
            (orphans, "of no topic on the old cluster; whose is it?"),
        ].flatMap { names, why in
            names.map { name -> ShellText in "    # left alone: \(comment: name), \(comment: why)\n" }
        }
        return RemovalStep(
            "mirror_topics", "delete \(counted(mirrors.count, "mirror topic")) on the new cluster",
            """
            \(piece: others.joined())    local mirrors=(\(words: mirrors)
                )
                may mirror_topics
                guard new
            \(piece: stillSafe)    if [ ${#mirrors[@]} -eq 0 ]; then stop 'the report names no mirror'; fi
                judged "${mirrors[@]}"
            \(piece: resources)    delete new "${mirrors[@]}"
                await_absent new "${mirrors[@]}"
                # A MirrorMaker that still runs somewhere brings them back, empty.
                echo 'waiting for as long as a MirrorMaker may take to bring them back: \(number: refresh) s'
                sleep "${REFRESH:-\(number: refresh)}"
                absent new "${mirrors[@]}" || stop 'a mirror is there again: a MirrorMaker still runs'

            """)
    }

    var leftoversStep: RemovalStep {
        let offsets = leftovers.flatMap { group, topics in
            topics.map { topic -> ShellText in "    forget \(word: group) \(word: topic)\n" }
        }
        let topics = Side.allCases.flatMap { side in
            let names = internalTopics(on: side)
            let cluster: ShellText = side == .old ? "old" : "new"
            let delete: ShellText = "    delete \(piece: cluster)\(words: names)\n"
            let look: ShellText = "    await_absent \(piece: cluster)\(words: names)\n"
            return names.isEmpty ? [] : [delete, look]
        }
        return RemovalStep(
            "leftovers", "remove what is left of the mirrors: offsets of groups, MirrorMaker's own topics",
            """
                may mirror_topics
                guard old
                guard new
            \(piece: mirrorsGone)    # "heartbeats" is left alone: it may belong to another mirror as well. From now on nobody can learn from
                # MirrorMaker how mirrors are called: a service without --storage.path has to be told.
            \(piece: offsets.joined())\(piece: topics.joined())
            """)
    }

    /// The offsets of a mirror that is still read must not go before it.
    private var mirrorsGone: ShellText {
        mirrors.isEmpty
            ? "" : "    absent new\(words: mirrors) || stop 'delete the mirrors first: step mirror_topics'\n"
    }

    func stopBrokers(_ form: Form) -> RemovalStep {
        let brokers = report.cluster(.old)?.brokers ?? []
        let body: ShellText =
            switch form {
            case .shell: stopMachines(brokers)
            case .strimzi: deleteCluster(brokers)
            }
        return RemovalStep(
            "old_brokers", "switch off \(counted(brokers.count, "broker")) of the old cluster",
            """
                two_surveys
                may old_brokers
                guard old
            \(piece: body)
            """)
    }

    private func stopMachines(_ brokers: [ReportedBroker]) -> ShellText {
        let stops = brokers.map { broker -> ShellText in
            "    stop_broker \(word: "\(broker.id)") \(word: broker.address)\n"
        }
        let removed = brokers.map { "{broker: \($0.id), reason: switched off for good}" }
        return """
                # This stops all of them. To go on asking the gate between one and the next, stop them one by one, with
                # SIGTERM, after this line is in its configuration below clusters.old and was read there (SIGHUP):
                #   removed: [\(comment: removed.joined(separator: ", "))]
                # Once nobody leads a partition any more, or the last one is off, no gate can be open: nothing is left to ask.
                # For example STOP_BROKER='ssh "${2%:*}" systemctl stop kafka'. Keep the disks for a while: what is
                # off can be switched on again.
                : "${STOP_BROKER:?is not set: what ends one of them, of which \\$1 is the id and \\$2 the address}"
                local listed
                listed=$(curl -fsS "${GATE%/}/api/v1/gates/old_brokers/report?format=json") || stop "$GATE gives no report"
                listed=$(grep -oE -e '"brokers":\\[[^{]*(\\{"address":"[^"]*","id":[0-9]+\\},?)*\\],"cluster_id":("[^"]*"|null),"obstacle":("([^"\\]|\\\\.)*"|null),"side":"old"' <<< "$listed") \\
                    || stop "$GATE names no broker of the old cluster"
                stop_broker() {
                    # Its machine may serve another cluster by now.
                    if ! grep -qF -e "{\\"address\\":\\"$2\\",\\"id\\":$1}" <<< "$listed"; then
                        echo "broker $1 is not in the old cluster any more, or not at $2: left alone" >&2
                        return
                    fi
                    bash -c "$STOP_BROKER" stop_broker "$1" "$2" || stop "STOP_BROKER ended with $? for broker $1"
                }
            \(piece: stops.joined())
            """
    }
}

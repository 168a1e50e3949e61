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
                "${KAFKA_BIN:+$KAFKA_BIN/}$program" "$@"
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
            bash -c "${STOP_MIRROR_MAKER:?what ends it, on all its hosts: 'ssh HOST systemctl stop mirror-maker'}"
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
            \(piece: connectors.joined())
            """
    }

    var recheck: RemovalStep {
        let gone: ShellText = isDedicated ? "    await_workers_gone\n" : ""
        return RemovalStep(
            "recheck", "look again: was everything mirrored when it stopped?",
            """
            \(piece: gone)    two_surveys
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
                if [ ${#mirrors[@]} -eq 0 ]; then stop 'the report names no mirror'; fi
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
                # "heartbeats" is left alone: it may belong to another mirror as well. A service that is started anew
                # from now on cannot learn from MirrorMaker how mirrors are called: the configuration must say it.
            \(piece: offsets.joined())\(piece: topics.joined())
            """)
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
        return """
                # For example STOP_BROKER='ssh "${2%:*}" systemctl stop kafka'. Keep the disks for a while: what is
                # off can be switched on again.
                : "${STOP_BROKER:?what ends one of them, of which \\$1 is the id and \\$2 the address}"
                stop_broker() { bash -c "$STOP_BROKER" stop_broker "$1" "$2"; }
            \(piece: stops.joined())
            """
    }
}

import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

/// The printed steps, run with tools that only write down what they are asked for.
@Suite struct RemovalStepTests {
    @Test("A step of a gate that is safe guards, and deletes these very names: a dot is no other letter")
    func deletes() throws {
        let world = try ToolWorld()
        let ran = try world.run("mirror_topics", "MIRRORS_THERE=1")
        #expect(ran.status == 0, "\(ran.output)")
        #expect(
            world.calls.contains(
                "kafka-topics.sh --delete --if-exists --topic OLD\\.a\\.b,OLD\\.orders --bootstrap-server new-1:9092"
            ))
        let guards = try #require(world.calls.firstIndex { $0.hasPrefix("kafka-cluster.sh cluster-id") })
        let deletes = try #require(world.calls.firstIndex { $0.contains("--delete") })
        #expect(guards < deletes)
    }

    @Test(
        "Nothing is deleted or stopped where the gate is shut, the cluster or the service is another, or one is silent",
        arguments: ["mirror_maker", "mirror_topics", "leftovers", "old_brokers"],
        [
            "GATE_SHUT=1", "OTHER_CLUSTER=1", "OTHER_SERVICE=1", "OTHER_DIRECTION=1", "SILENT_CLUSTER=1",
            "SILENT_SERVICE=1",
        ])
    func refuses(step: String, fault: String) throws {
        for form in RemovalPlan.Form.allCases {
            let world = try ToolWorld(form)
            let ran = try world.run(step, fault)
            #expect(ran.status != 0, "\(ran.output)")
            let acts = world.calls.filter { $0.contains("delete") || $0.hasPrefix("STOPPED") }
            #expect(acts == [], "\(ran.output)")
            let isSaid = ran.output.contains("http://gate:19308 does not answer")
            #expect(isSaid == (fault == "SILENT_SERVICE=1"), "\(ran.output)")
        }
    }

    @Test("A mirror that was left out of scope since the plan was printed was judged by nobody, and stays")
    func leftOutSince() throws {
        for form in RemovalPlan.Form.allCases {
            for fault in ["LEFT_OUT=excluded", "LEFT_OUT=orphan"] {
                let world = try ToolWorld(form)
                let ran = try world.run("mirror_topics", "MIRRORS_THERE=1", fault)
                #expect(ran.status == 1 && ran.output.contains("OLD.orders is not judged any more"))
                #expect(!world.calls.contains { $0.contains("delete") }, "\(ran.output)")
            }
        }
    }

    @Test("A step that was skipped is asked for: MirrorMaker ends before its mirrors go, they before offsets")
    func orders() throws {
        let early = try ToolWorld()
        let left = try early.run("leftovers", "MIRRORS_THERE=1")
        #expect(left.status == 1 && left.output.contains("delete the mirrors first"))
        #expect(!early.calls.contains { $0.contains("delete") }, "\(left.output)")
        let running = try ToolWorld()
        let waited = try running.run("mirror_topics", "MIRRORS_THERE=1", "WORKERS_RUN=1")
        #expect(waited.output.contains("waiting for OLD-mm2 to be without members"))
        let (asked, deleted) = (
            running.calls.lastIndex { $0.contains("match=OLD-mm2") },
            running.calls.firstIndex { $0.contains("--delete") }
        )
        #expect(try #require(asked) < #require(deleted))
    }

    @Test("What cannot be done says what is missing, and never that a gate is shut")
    func saysWhatIsMissing() throws {
        let tool = try ToolWorld().run("mirror_maker", "KAFKA_BIN=/nowhere")
        #expect(tool.status == 1 && tool.output.contains("there is no /nowhere/kafka-cluster.sh: KAFKA_BIN"))
        let failed = try ToolWorld().run("mirror_maker", "STOP_MIRROR_MAKER=exit 7")
        #expect(failed.status == 1 && failed.output.contains("STOP_MIRROR_MAKER ended with 7"))
        let broker = try ToolWorld().run("old_brokers", "STOP_BROKER=exit 7")
        #expect(broker.status == 1 && broker.output.contains("STOP_BROKER ended with 7 for broker 1"))
        // Nobody is in a group that does not exist: that would pass for the end of MirrorMaker.
        let workers = try ToolWorld().run("mirror_topics", "MIRRORS_THERE=1", "WORKERS_GROUP=OLD-mm3")
        #expect(workers.status == 1 && workers.output.contains("OLD-mm3 was no group of workers"))
        let lonely = try ToolWorld()
        try lonely.remove("decommission-gate")
        let program = try lonely.run("mirror_maker")
        #expect(program.status == 1 && program.output.contains("decommission-gate is not on the PATH"))
        #expect(!program.output.contains("is not safe"))
    }

    @Test("A mirror that comes back within MirrorMaker's interval ends the step with an error")
    func returns() throws {
        let ran = try ToolWorld().run("mirror_topics", "MIRROR_RETURNS=1")
        #expect(ran.status == 1 && ran.output.contains("OLD.orders is there"))
        #expect(ran.output.contains("a MirrorMaker still runs"))
    }

    @Test("Kafka's tool ends with 0 when it fails: its words count, and only left over offsets are removed")
    func leftovers() throws {
        let world = try ToolWorld()
        #expect(try world.run("leftovers").status == 0)
        #expect(!world.calls.contains { $0.contains("--delete-offsets") })
        let left = try ToolWorld()
        #expect(try left.run("leftovers", "OFFSETS_LEFT=1").status == 0)
        #expect(left.calls.contains { $0.contains("--delete-offsets --group=billing --topic=OLD.a.b ") })
        let failing = try ToolWorld().run("leftovers", "GROUPS_FAIL=1")
        #expect(failing.status == 1 && failing.output.contains("TimeoutException"))
    }

    @Test(
        "MirrorMaker and the brokers are stopped by what the operator says, each broker that OLD still has by id and address"
    )
    func stops() throws {
        let world = try ToolWorld()
        let ended = try world.run("mirror_maker")
        #expect(ended.status == 0, "\(ended.output)")
        #expect(world.calls.filter { $0.hasPrefix("STOPPED") } == ["STOPPED MirrorMaker"])
        let brokers = try ToolWorld()
        let off = try brokers.run("old_brokers")
        #expect(off.status == 0, "\(off.output), \(brokers.calls)")
        #expect(
            brokers.calls.filter { $0.hasPrefix("STOPPED") }
                == (1...3).map { "STOPPED \($0) old-\($0):9092" })
        let moved = try ToolWorld()
        #expect(try moved.run("old_brokers", "BROKERS=1 2").output.contains("broker 3 is not in the old"))
        #expect(moved.calls.filter { $0.hasPrefix("STOPPED") }.count == 2)
        let none = try ToolWorld().run("old_brokers", "STOP_BROKER=")
        #expect(none.status != 0 && none.output.contains("what ends one of them"))
    }

    @Test("Connectors that could not be read are named by who runs the step: none at all is no step done")
    func namedConnectors() throws {
        let world = try ToolWorld(on: "connect-configs")
        let unnamed = try world.run("mirror_maker", "CONNECT=http://connect:8083")
        #expect(unnamed.status != 0 && unnamed.output.contains("names of its connectors"))
        #expect(!world.calls.contains { $0.contains("DELETE") })
        let wrong = try world.run("mirror_maker", "CONNECT=http://connect:8083", "CONNECTORS=typo")
        #expect(wrong.status != 0 && wrong.output.contains("has no connector typo"))
        let named = try world.run("mirror_maker", "CONNECT=http://connect:8083", "CONNECTORS=one two")
        #expect(named.status == 0, "\(named.output)")
        #expect(world.calls.filter { $0.contains("DELETE") }.count == 2)
    }

    @Test("On Kubernetes the resources go, and a pool with a broker that nobody judged stops it")
    func strimzi() throws {
        let world = try ToolWorld(.strimzi)
        #expect(try world.run("mirror_topics").status == 0)
        #expect(world.calls.contains("kubectl --namespace kafka delete kafkatopic resource-of-orders"))
        let brokers = try ToolWorld(.strimzi)
        #expect(try brokers.run("old_brokers").status == 0)
        #expect(
            brokers.calls.suffix(2) == [
                "kubectl --namespace kafka delete kafka old",
                "kubectl --namespace kafka delete kafkanodepool pool-a",
            ])
        let strange = try ToolWorld(.strimzi)
        let ran = try strange.run("old_brokers", "NODES=1 2 9")
        #expect(ran.status == 1 && ran.output.contains("broker 9 of pool pool-a was not judged"))
        #expect(!strange.calls.contains { $0.contains("delete") })
        let other = try ToolWorld(.strimzi)
        #expect(try other.run("mirror_maker", "OTHER_MIRROR=1").output.contains("does not mirror OLD"))
        #expect(!other.calls.contains { $0.contains("delete") })
    }

    @Test("Without a step the script lists them, and a step that is none is refused")
    func lists() throws {
        let world = try ToolWorld()
        #expect(try world.run("").output.hasPrefix("mirror_maker    stop MirrorMaker 2\n"))
        #expect(try world.run("everything").status == 1)
        #expect(world.calls == [])
    }
}

/// A directory with a plan and tools that write down how they are called.
private final class ToolWorld {
    private let folder: URL

    /// - Parameter configs: The topic in which a Connect cluster keeps them; nil for MirrorMaker's own workers.
    init(_ form: RemovalPlan.Form = .shell, on configs: TopicName? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var report = try RemovalScriptTests.world().report
        if let configs {
            report.plan.mirror.configsTopic = configs
            report.mirrorConnectors = []
        }
        let plan = try RemovalPlan(
            SealedReport(report, digest: ReportFixture.digest), from: "http://gate:19308", isDraft: false)
        try write(plan.script(form), to: "removal.sh")
        for (name, body) in Self.tools {
            let text = "#!/bin/bash\necho \"\(name) $*\" >> '\(folder.path)/calls'\n\(body)\n"
            // By another process: a child that this one starts meanwhile would hold the file open, and what is open
            // for writing cannot be run.
            let path = folder.appending(path: name).path
            let written = try Tool.run(
                "/bin/sh", ["-c", "cat > \"$0\" && chmod 755 \"$0\"", path], input: Array(text.utf8))
            try #require(written.status == 0, "\(written.output)")
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// How the tools were called, in that order.
    var calls: [String] {
        let data = FileManager.default.contents(atPath: folder.appending(path: "calls").path) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    func remove(_ tool: String) throws {
        try FileManager.default.removeItem(at: folder.appending(path: tool))
    }

    /// - Parameter faults: What is wrong in the world, as variables.
    func run(_ step: String, _ faults: String...) throws -> (status: Int32, output: String) {
        let calls = "\(folder.path)/calls"
        let variables = [
            "PATH=\(folder.path):/usr/bin:/bin", "PAUSE=0.01", "REFRESH=0", "HERE=\(folder.path)",
            "STOP_MIRROR_MAKER=echo STOPPED MirrorMaker >> '\(calls)'",
            "STOP_BROKER=echo STOPPED \"$1\" \"$2\" >> '\(calls)'", "NAMESPACE=kafka", "OLD_KAFKA=old",
            "NEW_KAFKA=new", "MIRROR_MAKER=mirror", "OLD_POD=old-0", "NEW_POD=new-0",
        ]
        return try Tool.run(
            "/usr/bin/env",
            ["-i"] + variables + faults + ["bash", "\(folder.path)/removal.sh"]
                + (step.isEmpty ? [] : [step]),
            input: [])
    }

    private func write(_ text: String, to name: String) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private static let tools = [
        // The service of the way back watches the same two.
        "decommission-gate": """
        [ -z "${GATE_SHUT-}" ] || exit 1
        [ -z "${OTHER_DIRECTION-}" ] || [[ "$*" != *'--old-cluster-id oldOldOldOldOldOldOld0'* ]] || exit 64
        """,
        "curl": """
        [ -z "${SILENT_SERVICE-}" ] || exit 22
        case "$*" in *DELETE*) echo 204; exit ;; */connectors/typo) exit 22 ;; esac
        id=newNewNewNewNewNewNew0
        [ -z "${OTHER_SERVICE-}" ] || id=other
        date +%N > "$HERE/now"
        if [[ $* == */old_brokers/report* ]]; then
            old= sep=
            for id in ${BROKERS:-1 2 3}; do old+="$sep{\\"address\\":\\"old-$id:9092\\",\\"id\\":$id}" sep=,; done
            end='"cluster_id":"an id","obstacle":null,"side"'
            echo "{\\"clusters\\":[{\\"brokers\\":[$old],$end:\\"old\\"},{\\"brokers\\":[{\\"address\\":\\"old-3:9092\\",\\"id\\":3}],$end:\\"new\\"}]}"
            exit
        fi
        if [[ $* == */report* ]]; then
            role=mirror kind=mirrored
            case ${LEFT_OUT-} in excluded) role=excluded ;; orphan) kind=orphan ;; esac
            told='{"mirroring":"mirrored","reason":"a \\"quoted\\", reason","role":"mirror","side":"new","topic":"OLD.a.b"}'
            echo "{\\"topics\\":[$told,{\\"mirroring\\":\\"$kind\\",\\"reason\\":null,\\"role\\":\\"$role\\",\\"side\\":\\"new\\",\\"topic\\":\\"OLD.orders\\"}]}"
            exit
        fi
        if [ -n "${WORKERS_RUN-}" ] && [[ $* == *match=* ]] && [ ! -f "$HERE/asked" ]; then
            touch "$HERE/asked"
            echo '{"total":1,"group":"OLD-mm2","kafka_cluster":"NEW","members":1,'
            exit
        fi
        echo "{\\"cluster_id\\":\\"oldOldOldOldOldOldOld0\\",\\"cluster_id\\":\\"$id\\",\\"surveyed_at\\":\\"$(cat "$HERE/now")\\",\\"total\\":0}"
        """,
        "kafka-cluster.sh": """
        [ -z "${SILENT_CLUSTER-}" ] || exit 1
        if [ -n "${OTHER_CLUSTER-}" ]; then echo 'Cluster ID: another'
        elif [[ $* == *old-1:9092* ]]; then echo 'Cluster ID: oldOldOldOldOldOldOld0'
        else echo 'Cluster ID: newNewNewNewNewNewNew0'; fi
        """,
        "kafka-topics.sh": """
        if [[ $* == *--delete* ]]; then touch "$HERE/deleted"; fi
        [[ $* == *--list* ]] || exit 0
        if [ -f "$HERE/deleted" ]; then
            if [ -n "${MIRROR_RETURNS-}" ] && [ -f "$HERE/listed" ]; then echo OLD.orders; fi
            touch "$HERE/listed"
        elif [ -n "${MIRRORS_THERE-}" ]; then
            printf 'OLD.a.b\\nOLD.orders\\n'
        fi
        echo OLDxorders
        """,
        "kafka-consumer-groups.sh": """
        if [ -n "${GROUPS_FAIL-}" ]; then echo 'Error: TimeoutException'; exit 0; fi
        if [[ $* == *--delete-offsets* ]]; then echo 'OLD.a.b 0 Successful'; exit 0; fi
        echo 'GROUP TOPIC PARTITION CURRENT-OFFSET'
        if [ -n "${OFFSETS_LEFT-}" ]; then echo 'billing OLD.a.b 0 10'; fi
        """,
        "kubectl": """
        shift 2
        case "$*" in
            'exec '*) shift 3; exec "$HERE/${1##*/}" "${@:2}" ;;
            'get kafka new '*) echo newNewNewNewNewNewNew0 ;;
            'get kafka old '*) echo oldOldOldOldOldOldOld0 ;;
            'get kafkatopics '*) echo 'resource-of-orders OLD.orders OLD.orders' ;;
            'get kafkanodepools '*) echo pool-a ;;
            *spec.roles*) echo broker ;;
            *status.nodeIds*) echo "${NODES:-1 2 3}" ;;
            'get kafkamirrormaker2 '*) if [ -z "${OTHER_MIRROR-}" ]; then echo '"OLD"'; else echo '"EAST"'; fi ;;
        esac
        """,
    ]
}

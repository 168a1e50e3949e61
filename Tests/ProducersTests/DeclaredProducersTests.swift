import DecommissionGate
import FoundationEssentials
import Glibc
import Quiescence
import Synchronization
import Testing

@testable import Producers

@Suite(.timeLimit(.minutes(2))) struct DeclaredProducersTests {
    private let old = ServerAddress(host: "old", port: 9092)
    private let new = ServerAddress(host: "new", port: 9092)

    @Test func `a link swapped beneath the path is seen, and the moment without a file is not an empty list`()
        async throws
    {
        let volume = try Volume()
        try volume.addVersion("..v1", ["bootstrap": "old:9092\n"])
        try volume.link("..data", to: "..v1")
        try volume.link("bootstrap", to: "..data/bootstrap")
        let producers = DeclaredProducers(["shop": .file(path: volume.path("bootstrap"), key: nil)])
        #expect(await producers.readProducers() == ["shop": .known([old])])

        try volume.addVersion("..v2", ["bootstrap": "new:9092\n"])
        try volume.remove("..data")
        let between = await producers.readProducers()["shop"]
        #expect(cause(between)?.kind == .missing)
        #expect(cause(between)?.detail.contains(volume.path("bootstrap")) == true)

        try volume.link("..data", to: "..v2")
        try volume.remove("..v1")
        #expect(await producers.readProducers() == ["shop": .known([new])])

        // A link that leads nowhere, and a key that was removed from the ConfigMap.
        try volume.remove("..v2")
        #expect(cause(await producers.readProducers()["shop"])?.kind == .missing)
    }

    @Test func `a file that is mounted by itself stays as it was, and is not believed`() async throws {
        let volume = try Volume()
        try volume.addVersion("..v1", ["shop kafka": "new:9092\n"])
        try volume.link("bootstrap", to: "..v1/shop kafka")
        let directory = URL(filePath: volume.path("..v1")).resolvingSymlinksInPath().path
        let root = "22 1 0:21 / / rw,relatime - overlay overlay rw\n"
        // The mounted directory of a ConfigMap, then one file of it as subPath mounts it.
        let whole = "41 22 0:52 / \(directory) ro - tmpfs tmpfs rw\n"
        let single = "42 22 0:52 /..2026/shop \(directory)/shop\\040kafka ro - tmpfs tmpfs rw\n"
        func read(_ mounts: String) async -> Reading<[ServerAddress]>? {
            let producers = DeclaredProducers(["shop": .file(path: volume.path("bootstrap"), key: nil)]) {
                path throws(UnreadableFile) in
                path == "/proc/self/mountinfo" ? Array(mounts.utf8) : try FilesOnDisk.contents(path)
            }
            return await producers.readProducers()["shop"]
        }
        #expect(await read(root + whole) == .known([new]))
        let pinned = cause(await read(root + whole + single))
        #expect(pinned?.kind == .unsupported)
        #expect(pinned?.detail.contains("is mounted by itself (subPath)") == true)
        #expect(pinned?.remedy == "mount the directory that holds it")
    }

    @Test(arguments: [("a \u{301}b", "a\\040\u{301}b"), ("a\r\nb", "a\r\\012b")])
    func `a mount by itself is met byte by byte, whatever the blanks of its name join to look like`(
        name: String, written: String
    ) async throws {
        let volume = try Volume()
        try volume.write("new:9092\n", to: name)
        let directory = volume.root.resolvingSymlinksInPath().path
        let mounts = "42 22 0:52 /shop \(directory)/\(written) ro - tmpfs tmpfs rw\n"
        let producers = DeclaredProducers(["shop": .file(path: volume.path(name), key: nil)]) {
            path throws(UnreadableFile) in
            path == "/proc/self/mountinfo" ? Array(mounts.utf8) : try FilesOnDisk.contents(path)
        }
        #expect(cause(await producers.readProducers()["shop"])?.kind == .unsupported)
    }

    @Test func `where the mounts cannot be read nobody knows whether a file can change`() async {
        let producers = DeclaredProducers(["shop": .file(path: "/etc/shop", key: nil)]) {
            path throws(UnreadableFile) in
            guard path != "/proc/self/mountinfo" else { throw UnreadableFile("may not be read by this user") }
            return Array("new:9092".utf8)
        }
        let cause = cause(await producers.readProducers()["shop"])
        #expect(cause?.kind == .unsupported)
        #expect(cause?.detail.contains("/proc/self/mountinfo may not be read by this user") == true)
    }

    @Test func `every form gives its servers`() async throws {
        let volume = try Volume()
        let both = Reading.known([old, new])
        for (name, key, text) in [
            ("kafka.properties", "bootstrap.servers", "bootstrap.servers=old:9092,\\\n  new:9092\n"),
            ("app.env", "KAFKA", "export KAFKA=\"old:9092,new:9092\"\n"),
            ("app.yaml", "kafka.servers", "kafka:\n  servers: [old:9092, new:9092]\n"),
            ("app.yml", "kafka.servers", "kafka.servers: old:9092,new:9092\n"),
            ("app.json", "kafka.servers", "{\n\t\"kafka\": {\"servers\": \"old:9092,new:9092\"}\n}\n"),
            ("bootstrap", nil, "SASL_SSL://OLD:9092, ssl://new:9092,\n"),
        ] {
            try volume.write(text, to: name)
            #expect(await reading(volume.path(name), key: key) == both, "\(name)")
        }
    }

    @Test(arguments: [
        ("", "is empty"), (" \n\t\n", "is empty"), (",", "is empty"), ("old", "no port"),
        ("old:9092 new:9092", "spaces"),
        ("old:9092;new:9092", "semicolons"), ("old:9092,,new:9092", "nothing between"),
        ("http://old:9092", "scheme"),
        ("old:9092,new", "no port"), ("${KAFKA_BOOTSTRAP}", "placeholder"),
        ("{{ .Values.kafka }}:9092", "placeholder"),
        ("old:2181/kafka", "path"), ("['old:9092']", "quotes"), ("$BROKER:9092", "no host name has"),
    ])
    func `a value that is no list of servers is unreadable, never a shorter list`(text: String, words: String)
        async throws
    {
        let volume = try Volume()
        try volume.write(text, to: "bootstrap")
        let cause = cause(await reading(volume.path("bootstrap")))
        #expect(cause?.kind == .malformed)
        #expect(cause?.detail.contains(words) == true, "\(String(describing: cause))")
        #expect(cause?.detail.hasPrefix(volume.path("bootstrap")) == true)
        #expect(cause?.remedy.isEmpty == false)
    }

    @Test func `a value in the wrong place is not repeated: it may be a password`() async throws {
        let volume = try Volume()
        try volume.write("password: hunter2 hunter3\nbad: 'hunter2", to: "a.yaml")
        try volume.write("password=hunter2\n", to: "a.properties")
        for (name, key) in [("a.yaml", "password"), ("a.properties", "password"), ("a.properties", nil)] {
            let cause = cause(await reading(volume.path(name), key: key))
            #expect("\(String(describing: cause))".contains("hunter2") == false)
            #expect(cause != nil)
        }
    }

    @Test func `a missing key, an unknown form, a directory and a file without end are named`() async throws {
        let volume = try Volume()
        try volume.write("a=b", to: "kafka.properties")
        try volume.write("a=b", to: "kafka.conf")
        let missing = cause(await reading(volume.path("kafka.properties"), key: "bootstrap.servers"))
        #expect(missing?.kind == .missing)
        #expect(missing?.detail.contains("bootstrap.servers in \(volume.path("kafka.properties"))") == true)
        #expect(cause(await reading(volume.path("kafka.conf"), key: "a"))?.kind == .unsupported)
        #expect(cause(await reading(volume.path("")))?.detail.contains("is a directory") == true)
        #expect(cause(await reading("/dev/zero"))?.detail.contains("no regular file") == true)
        #expect(cause(await reading("/nowhere/at/all"))?.kind == .missing)
    }

    @Test func `a file beyond the bound is refused`() async throws {
        let volume = try Volume()
        try volume.write(String(repeating: "old:9092,", count: 200_000), to: "bootstrap")
        #expect(cause(await reading(volume.path("bootstrap")))?.detail.contains("is larger than") == true)
    }

    @Test func `a ConfigMap in the cluster's own API is unreadable with a way out`() async {
        let source = KubernetesProducerSource(
            namespace: "billing", configMap: "kafka", key: "bootstrap", workloads: "app=billing")
        let readings = await DeclaredProducers(["billing": .kubernetes(source)]).readProducers()
        #expect(cause(readings["billing"])?.kind == .unsupported)
        #expect(cause(readings["billing"])?.remedy.contains("file: {path: …}") == true)
    }

    @Test func `one bad producer leaves the others known`() async throws {
        let volume = try Volume()
        try volume.write("new:9092", to: "good")
        let readings = await DeclaredProducers([
            "good": .file(path: volume.path("good"), key: nil),
            "bad": .file(path: volume.path("bad"), key: nil),
        ]).readProducers()
        #expect(readings["good"] == .known([new]))
        #expect(cause(readings["bad"])?.kind == .missing)
    }

    @Test func `a hung mount costs its patience once, freezes nobody and holds one thread`() async throws {
        let gate = Mutex(false)
        let reads = Mutex(0)
        let new = new
        let producers = DeclaredProducers(
            [
                "hung": .file(path: "/hung", key: nil), "hung too": .file(path: "/hung/too", key: nil),
                "good": .file(path: "/good", key: nil),
            ], patience: .milliseconds(100)
        ) { path in
            guard path.hasPrefix("/hung") else { return Array("new:9092".utf8) }
            reads.withLock { $0 += 1 }
            while !gate.withLock({ $0 }) { usleep(1000) }
            return Array("old:9092".utf8)
        }
        var isGoodRead = false
        while !isGoodRead || reads.withLock({ $0 }) < 2 {
            let readings = await producers.readProducers()
            isGoodRead = readings["good"] == .known([new])
            #expect(cause(readings["hung"])?.kind == .timedOut)
            #expect(cause(readings["hung too"])?.kind == .timedOut)
        }
        let again = await producers.readProducers()
        #expect(cause(again["hung"])?.detail.contains("earlier survey") == true)
        #expect(reads.withLock { $0 } == 2)
        gate.withLock { $0 = true }
        // When the mount is back, so is the reading.
        while await producers.readProducers()["hung"] != .known([old]) { await Task.yield() }
    }
}

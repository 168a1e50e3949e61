import Testing

@testable import Producers

@Suite struct FormatTests {
    private func value(_ key: String, in text: String, _ format: Format) throws(FormatProblem) -> String {
        try format.value(of: key, in: Array(text.utf8))
    }

    @Test(arguments: [
        ("bootstrap.servers=h:9092", "h:9092"), ("bootstrap.servers = h:9092", "h:9092"),
        ("bootstrap.servers: h:9092", "h:9092"), ("bootstrap.servers h:9092", "h:9092"),
        ("  \tbootstrap.servers\t=\th:9092  ", "h:9092  "), ("bootstrap.servers=", ""),
        ("bootstrap.servers", ""),
        ("bootstrap.servers==x", "=x"), ("bootstrap.servers=a,\\\n    b", "a,b"),
        ("bootstrap.servers=a,\\\r\n\tb", "a,b"), ("bootstrap.servers=a\\\\\nx=y", "a\\"),
        ("bootstrap.servers=a\\\n#b", "a#b"), ("bootstrap\\.servers=h", "h"),
        ("bootstrap.servers=\\u0068\\:1", "h:1"),
        ("boot\\\n  strap.servers=h", "h"), ("bootstrap.servers=\\uD83D\\uDE00", "😀"),
        ("bootstrap.servers=a\\", "a"),
        ("#bootstrap.servers=a\nbootstrap.servers=b", "b"), ("! c\n\nbootstrap.servers=b", "b"),
        ("# c \\\nbootstrap.servers=b", "b"), ("bootstrap.servers=a\nbootstrap.servers=b", "b"),
        ("x=1\rbootstrap.servers=b\ry=2", "b"), ("bootstrap.servers=a#b", "a#b"),
        ("bootstrap.servers=\"a\"", "\"a\""),
    ])
    func `properties are read as Java reads them`(text: String, expected: String) throws {
        #expect(try value("bootstrap.servers", in: text, .properties) == expected)
    }

    @Test func `a key of properties may hold a blank, an equals sign and a colon`() throws {
        #expect(try value("a b=c:d", in: #"a\ b\=c\:d = e"#, .properties) == "e")
    }

    @Test func `properties that are not UTF-8 are read as Latin-1`() throws {
        let bytes = Array("name=M".utf8) + [0xFC] + Array("ller\nkey=h:1\n".utf8)
        #expect(try Format.properties.value(of: "key", in: bytes) == "h:1")
        #expect(try Format.properties.value(of: "name", in: bytes) == "Müller")
    }

    @Test(arguments: [
        "k=old:1\n#---\nk=new:1", "k=old:1\n#--- \t\nk=new:1",
        "k=old:1\n  !---\r\nspring.config.activate.on-profile=b\nk=new:1",
    ])
    func `which of several documents is in force is not guessed`(text: String) {
        #expect {
            try value("k", in: text, .properties)
        } throws: {
            guard case .malformed = $0 as? FormatProblem else { return false }
            return true
        }
    }

    @Test(arguments: [#"k=\u12"#, #"k=\uzzzz"#, #"other=\u-123"#])
    func `an escape that Java refuses is refused`(text: String) {
        #expect {
            try value("k", in: text, .properties)
        } throws: {
            guard case .malformed = $0 as? FormatProblem else { return false }
            return true
        }
    }

    @Test(arguments: [
        ("KAFKA=h:9092", "h:9092"), ("export KAFKA=h:9092", "h:9092"), ("export  KAFKA=h:9092\r\n", "h:9092"),
        ("KAFKA='h:9092'", "h:9092"), ("KAFKA=\"h:9092\"  # new", "h:9092"), ("KAFKA=h:9092 # old", "h:9092"),
        ("KAFKA=h#1", "h#1"), ("KAFKA= h:9092 ", "h:9092"), ("KAFKA = h:9092", "h:9092"), ("KAFKA=", ""),
        ("KAFKA=\"\"", ""), ("#KAFKA=a\nKAFKA=b", "b"), ("KAFKA=a\nKAFKA=b", "b"), ("KAFKA\nKAFKA=b", "b"),
        ("OTHER='x\nKAFKA=a\n'\nKAFKA=b", "b"), ("KAFKA=\"a,\nb\"", "a,\nb"), ("KAFKA='a\\n$b'", "a\\n$b"),
        ("KAFKA=\"a\\\"\\\\\\$b\\n\\x\"", "a\"\\$b\n\\x"), ("KAFKA=# nothing", ""),
        ("A=b\n\n  KAFKA=h\n", "h"),
        ("# don't\nKAFKA=h", "h"), ("KAFKA=h=1", "h=1"),
    ])
    func `environment files are read as shells and dotenv read them`(text: String, expected: String) throws {
        #expect(try value("KAFKA", in: text, .environment) == expected)
    }

    @Test(arguments: ["KAFKA=\"a", "KAFKA='a", "KAFKA=\"a\"b", "OTHER='x\nKAFKA=a"])
    func `a quote that is not closed cannot hide an assignment`(text: String) {
        #expect {
            try value("KAFKA", in: text, .environment)
        } throws: {
            guard case .malformed = $0 as? FormatProblem else { return false }
            return true
        }
    }

    @Test(arguments: [
        ("spring:\n  kafka:\n    bootstrap-servers: h:9092", "h:9092"),
        ("spring.kafka.bootstrap-servers: h:9092", "h:9092"),
        ("spring:\n  kafka.bootstrap-servers: h:9092", "h:9092"),
        ("spring.kafka:\n  bootstrap-servers: \"h:9092\"", "h:9092"),
        ("spring:\n  kafka:\n    bootstrap-servers:\n    - a:1\n    - b:2", "a:1,b:2"),
        ("spring: {kafka: {bootstrap-servers: [a:1, b:2]}}", "a:1,b:2"),
        ("spring:\n  kafka:\n    bootstrap-servers:", ""),
        ("spring:\n  kafka:\n    bootstrap-servers: ~", ""),
        ("{\n\t\"spring\": {\n\t\t\"kafka\": {\"bootstrap-servers\": \"h:9092\"}\n\t}\n}", "h:9092"),
    ])
    func `a dotted path finds its value, however the keys are cut`(text: String, expected: String) throws {
        let format = text.hasPrefix("{\n") ? Format.json : .yaml
        #expect(try value("spring.kafka.bootstrap-servers", in: text, format) == expected)
    }

    @Test func `a path goes into lists by number`() throws {
        #expect(try value("env.1.value", in: "env:\n- {value: a}\n- {value: b}", .yaml) == "b")
    }

    @Test func `a path that leads to two values is not decided by chance`() {
        #expect(throws: FormatProblem.ambiguous) {
            try value("a.b", in: "a.b: h1:1\na:\n  b: h2:1", .yaml)
        }
    }

    @Test(arguments: [
        ("a: {b: {c: 1}}", "a.b"), ("a:\n  - {b: 1}", "a"), ("a: 'x", "a"), ("a: 1\na: 2", "a"),
        ("a: 1\n---\na: 2", "a"), ("", "a"), ("a:\n\tb: 1", "a.b"),
    ])
    func `what is no value or no YAML is malformed`(text: String, key: String) {
        #expect {
            try value(key, in: text, .yaml)
        } throws: {
            guard case .malformed = $0 as? FormatProblem else { return false }
            return true
        }
    }

    @Test(arguments: [
        ("a.b: 1", "a.c"), ("a: 1", "a.b"), ("ab: 1", "a"), ("a: {b: 1}", "b"), ("a: [x]", "a.1"),
        ("a: [x]", "a.-1"),
    ])
    func `a key that is not there is missing, not empty`(text: String, key: String) {
        #expect(throws: FormatProblem.noSuchKey) { try value(key, in: text, .yaml) }
        #expect(throws: FormatProblem.noSuchKey) { try value("none", in: "a=b", .properties) }
        #expect(throws: FormatProblem.noSuchKey) { try value("none", in: "a=b", .environment) }
    }

    @Test func `the ending tells the form`() throws {
        #expect(try Format(path: "/etc/a.b/kafka.properties") == .properties)
        #expect(try Format(path: "/app/.env") == .environment)
        #expect(try Format(path: "prod.env") == .environment)
        #expect(try Format(path: "a.yml") == .yaml)
        #expect(try Format(path: "a.yaml") == .yaml)
        #expect(try Format(path: "a.json") == .json)
        #expect(throws: FormatProblem.unknownForm) { try Format(path: "/etc/kafka.properties/bootstrap") }
    }
}

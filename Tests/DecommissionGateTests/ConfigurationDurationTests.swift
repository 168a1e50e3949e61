import DecommissionGate
import Quiescence
import Testing

/// A number without a unit is never seconds, nor anything else.
@Suite struct ConfigurationDurationTests {
    @Test(arguments: [
        ("24h", 86_400), ("1d", 86_400), ("1d12h", 129_600), ("1w", 604_800), ("90m", 5400), ("45s", 45),
        ("1w1d1h1m1s", 694_861), ("0d1h", 3600), ("366d", 31_622_400),
    ])
    func durationsOfPeopleAreRead(_ text: String, _ seconds: Int) throws {
        let configuration = try ConfigurationWorld().load(
            minimalConfiguration(and: "gate: {window: \(text)}"))
        #expect(configuration.plan.timing.window == .seconds(seconds))
    }

    @Test(arguments: [
        ("24", "\"24\" has no unit; write 24h"),
        ("24 h", "\"24 h\" has a space in it; write 24h"),
        ("24H", "\"24H\" has a capital letter in it; write 24h"),
        ("PT24H", "\"PT24H\" is an ISO 8601 duration; write 24h"),
        ("P1DT12H", "\"P1DT12H\" is an ISO 8601 duration; write 1d12h"),
        ("0", "\"0\" is zero; write a duration above zero, as in 30s"),
        ("0h", "\"0h\" is zero; write a duration above zero, as in 30s"),
        ("-1h", "\"-1h\" is negative; write a duration above zero, as in 24h"),
        ("1.5d", "\"1.5d\" has a fraction; write whole numbers, as in 1d12h"),
        ("24:00", "\"24:00\" is a time of day; write 24h for 24 hours"),
        ("86400000ms", "\"86400000ms\" is in milliseconds; write 1d"),
        ("1500ms", "\"1500ms\" is in milliseconds; write whole seconds"),
        ("400d", "\"400d\" is longer than a year; write at most 366d"),
        ("99999999999999999999h", "\"99999999999999999999h\" is longer than a year; write at most 366d"),
        ("9223372036854775807ms", "\"9223372036854775807ms\" is in milliseconds; write whole seconds"),
    ])
    func whatIsNoDurationIsToldWithTheRightForm(_ text: String, _ message: String) {
        #expect(
            ConfigurationWorld().problems(minimalConfiguration(and: "gate: {window: \(text)}"))
                == ["gate.yaml:4:16: gate.window: \(message)"])
    }

    @Test(arguments: ["12h1d", "1h1h", "h", "24hours", "1mo", "''", "٢٤h", "24h,"])
    func anyOtherFormIsToldTheRule(_ text: String) {
        let problems = ConfigurationWorld().problems(minimalConfiguration(and: "gate:\n  window: \(text)"))
        #expect(problems.count == 1)
        #expect(problems.allSatisfy { $0.hasSuffix("as in 1d12h") })
    }

    @Test(arguments: [
        ("sampling: {interval: 30}", "gate.yaml:4:22: sampling.interval: \"30\" has no unit; write 30s"),
        (
            "sampling: {interval: 10s, timeout: 20s}",
            "gate.yaml:4:36: sampling.timeout: 20s is longer than the interval of 10s; write 10s or less: "
                + "surveys do not overlap"
        ),
        (
            "sampling: {interval: 2h}",
            "gate.yaml:4:11: sampling: the interval of 2h is longer than gate.max_gap, 1h; "
                + "write a shorter interval"
        ),
        (
            "gate: {window: 10s}",
            "gate.yaml:4:7: gate: the interval of 30s is longer than gate.window, 10s; write a "
                + "shorter interval"
        ),
        ("gate: {window: [24h]}", "gate.yaml:4:16: gate.window: a list where one value is expected"),
        (
            "gate: {window: }",
            "gate.yaml:4:8: gate.window: nothing is written here; write a value or remove the key"
        ),
        (
            "gate: {windows: {source_quite: 1h}}",
            "gate.yaml:4:18: gate.windows.source_quite: no such key; did you mean source_quiet?"
        ),
        (
            "gate: {gates: {old_brokers: 1h}}",
            "gate.yaml:4:29: gate.gates.old_brokers: a single value where keys are expected; "
                + "write key: value below it"
        ),
    ])
    func durationsMustFitEachOther(_ text: String, _ message: String) {
        #expect(ConfigurationWorld().problems(minimalConfiguration(and: text)) == [message])
    }
}

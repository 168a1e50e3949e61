import Testing

@Suite("Rules in quick time")
struct QuickTimeTests {
    private let quick = QuickTime(factor: 60, shortestRange: 2000, shortestPause: 500)

    @Test(
        "Every duration that Prometheus takes is shortened, or a test would wait for hours",
        arguments: [
            ("        for: 15m\n", "        for: 15s\n"),
            ("        keep_firing_for: 1h30m\n", "        keep_firing_for: 90s\n"),
            ("    interval: 1m\n", "    interval: 1s\n"),
            ("  group_wait: 30s\n", "  group_wait: 500ms\n"),
            ("  - repeat_interval: 1d\n", "  - repeat_interval: 1440s\n"),
            ("max_over_time(a[2h]) > 0", "max_over_time(a[120s]) > 0"),
            ("rate(a{b=\"c\"}[5m])", "rate(a{b=\"c\"}[5s])"),
            ("rate(a[1m])", "rate(a[2s])"),
            ("max_over_time(a[1h:1m])", "max_over_time(a[60s:1s])"),
            ("max_over_time(a[1h:])", "max_over_time(a[60s:])"),
            ("a offset 10m", "a offset 10s"),
            ("for: 90s\n", "for: 1500ms\n"),
        ])
    func durations(_ text: String, _ quickened: String) { #expect(quick.quickened(text) == quickened) }

    @Test(
        "What only looks like a duration stays: a test of other rules than the real ones proves nothing",
        arguments: [
            "        summary: safe for: 15m\n", "description: nothing for 15m", "time() - a > 300",
            "        for: 0s\n", "topic=~\"[0-9]m\"", "a[500ms]",
        ])
    func others(_ text: String) { #expect(quick.quickened(text) == text) }
}

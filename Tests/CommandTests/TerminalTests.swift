import DecommissionGate
import Foundation
import Glibc
import Quiescence
import Synchronization
import Testing

@testable import decommission_gate

/// What a person at a terminal sees.
@Suite struct TerminalTests {
    private static let observing: [GateState] = [
        .observing(remaining: .seconds(35_220)), .safe, .observing(remaining: .seconds(35_220)),
    ]

    private func check(_ terminal: PseudoTerminal, _ words: String...) throws -> Program {
        try Program(
            ["TERM=xterm", Program.path.path, "check"] + words, executable: URL(filePath: "/usr/bin/env"),
            errors: terminal.end)
    }

    @Test("--wait is one line that is written over: state, time left, the clock; and nothing is left of it")
    func oneLine() async throws {
        let isOpen = Atomic(false)
        let terminal = try PseudoTerminal(columns: 120)
        try await serving { _ in
            isOpen.load(ordering: .relaxed) ? .verdict([.safe, .safe, .safe]) : .verdict(Self.observing)
        } ask: { url in
            let check = try check(terminal, url, "--gate", "mirror_maker", "--wait", "--timeout", "26h")
            #expect(await eventually { terminal.lines.count > 3 })
            isOpen.store(true, ordering: .relaxed)
            let outcome = try await check.outcome()
            #expect(outcome.code == 0)
            #expect(outcome.output.hasPrefix("mirror_maker: safe since"))
        }
        let lines = terminal.lines
        let shown = lines.filter { !$0.isEmpty }
        #expect(shown.allSatisfy { $0.hasPrefix("mirror_maker observing, 9 h 4") }, "\(shown)")
        #expect(shown.allSatisfy { $0.contains(" m left, safe at 20") && $0.contains(" UTC  waiting ") })
        #expect(shown.allSatisfy { $0.hasSuffix(" of 26 h") })
        #expect(lines.last == "" && !terminal.text.contains("\n"))
    }

    @Test("A window that is made narrower cuts the next line, and no line is ever broken")
    func resized() async throws {
        let terminal = try PseudoTerminal(columns: 100)
        try await serving { _ in
            .verdict([.blocked, .blocked, .blocked])
        } ask: { url in
            let check = try check(terminal, url, "--wait")
            #expect(await eventually { terminal.lines.count > 2 })
            terminal.resize(columns: 30)
            #expect(await eventually { (terminal.lines.last?.count ?? 0) == 29 }, "\(terminal.lines)")
            check.send(SIGINT)
            #expect(try await check.outcome().code == 1)
        }
        #expect(terminal.lines.allSatisfy { !$0.hasPrefix("m") || $0.count < 100 })
        #expect(terminal.text.contains("\r\u{1B}[Kdecommission-gate: stopped before it was safe"))
    }

    @Test("A service that is gone for a while is told of, and for how long, until it is there again")
    func gone() async throws {
        let isBack = Atomic(false)
        let terminal = try PseudoTerminal(columns: 200)
        func silences() -> Set<Substring> {
            let lines = terminal.lines.filter { $0.hasPrefix("no answer for ") && $0.contains("502") }
            return Set(lines.map { $0.prefix { $0 != ":" } })
        }
        try await serving { _ in
            isBack.load(ordering: .relaxed) ? .verdict([.safe, .safe, .safe]) : HTTPResponse(status: 502)
        } ask: { url in
            let check = try check(terminal, url, "--wait")
            #expect(await eventually { silences().count > 2 }, "\(terminal.lines)")
            isBack.store(true, ordering: .relaxed)
            let outcome = try await check.outcome()
            #expect(outcome.code == 0)
        }
    }

    @Test(
        "No line fills its terminal, however narrow, and what names hold takes no more room than is thought",
        arguments: 1...60)
    func fits(columns: Int) {
        for text in ["mirror_maker blocked by source_quiet", "группа 注文 🚀 注文注文注文注文注文注文", "", "a"] {
            let line = Terminal.fitted(text, end: "  waiting 2 m of 26 h", to: columns)
            let width = line.unicodeScalars.reduce(0) { $0 + ($1.isASCII || $1 == "…" ? 1 : 2) }
            #expect(width <= max(0, columns - 1), "\(line)")
        }
        #expect(Terminal.fitted("abc", end: "  w", to: 7) == "abc  w")
        #expect(Terminal.fitted("abcdef", end: "  w", to: 7) == "ab…  w")
        #expect(Terminal.fitted("abcdef", end: "  wait", to: 7) == "abcdef")
    }

    @Test(
        "Colour is for a terminal alone, and NO_COLOR or a dumb one take it away",
        arguments: [
            (["TERM=xterm", "NO_COLOR="], true), (["TERM=xterm", "NO_COLOR=1"], false),
            (["TERM=dumb", "NO_COLOR="], false),
        ] as [([String], Bool)])
    func colour(environment: [String], isColoured: Bool) async throws {
        try await serving { _ in
            .verdict([.safe, .blocked, .safe])
        } ask: { url in
            for form in [[], ["--output", "json"]] {
                let terminal = try PseudoTerminal(columns: 80)
                let status = try Program(
                    environment + [Program.path.path, "status", url] + form,
                    executable: URL(filePath: "/usr/bin/env"), output: terminal.end)
                #expect(try await status.outcome().code == 1)
                let text = terminal.text
                #expect(text.contains("\u{1B}[") == (isColoured && form.isEmpty), "\(form): \(text)")
                #expect(text.contains(form.isEmpty ? "BLOCKED" : "\"state\":\"blocked\""))
            }
        }
    }
}

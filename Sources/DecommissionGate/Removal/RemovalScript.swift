import Quiescence

extension RemovalPlan {
    /// A script for bash that lists its steps, and carries out the one that is named. Every step asks the service
    /// and compares the cluster's id before it acts.
    public func script(_ form: Form) -> String {
        let steps = steps(form)
        let parts = [
            header, list(steps), settings, Self.library, tools(form), workers, steps.map(\.text).joined(),
            dispatch(steps),
        ]
        return parts.joined().text
    }

    /// In the order in which they are carried out; those of gates that are not planned are left out.
    private func steps(_ form: Form) -> [RemovalStep] {
        var steps = [RemovalStep]()
        if plans(.mirrorMaker) { steps += [stopMirrorMaker(form), recheck] }
        if plans(.mirrorTopics) { steps += [deleteMirrors(form), leftoversStep] }
        if plans(.oldBrokers) { steps.append(stopBrokers(form)) }
        return steps
    }

    private var header: ShellText {
        let draft: ShellText =
            isDraft
            ? "# DRAFT. The plan is not meant to be carried out: a step whose gate is shut refuses.\n#\n" : ""
        let states = gates.map { gate -> ShellText in
            "# \(comment: gate.gate.rawValue): \(comment: gate.state.rawValue)\n"
        }.joined()
        return """
            #!/usr/bin/env bash
            # The removal of \(comment: report.alias(.old)) after its migration to \(comment: report.alias(.new)), step by step.
            # Printed by decommission-gate \(comment: report.program.version) and carried out by nobody: read it first.
            #
            \(piece: draft)\(piece: states)# surveyed \(comment: report.surveyedAt?.description ?? "never"); the report's SHA-256 is
            # \(comment: digest)
            #
            #     bash removal.sh              lists the steps
            #     bash removal.sh STEP         carries out one of them; one after the other, from the first
            #
            # Print it before the first step: once topics are gone, the clusters no longer tell what else there is.
            set -euo pipefail


            """
    }

    private var settings: ShellText {
        let gate: ShellText =
            service.map { "GATE=${GATE:-\(word: $0)}" }
            ?? "GATE=${GATE:?must be the URL of the service: http://HOST:19308}"
        return """
            # Where things are. Each may be set from outside.
            \(piece: gate)
            OLD=${OLD:-\(word: servers(.old))}
            NEW=${NEW:-\(word: servers(.new))}
            OLD_CONFIG=${OLD_CONFIG:-}        # a file of client properties, where the old cluster asks who you are
            NEW_CONFIG=${NEW_CONFIG:-}        # the same for the new one
            KAFKA_BIN=${KAFKA_BIN:-}          # the directory of kafka-topics.sh; the PATH where it is empty
            OLD_ID=\(word: clusterID(.old))
            NEW_ID=\(word: clusterID(.new))


            """
    }

    private func list(_ steps: [RemovalStep]) -> ShellText {
        let lines = steps.map { step -> ShellText in
            "    echo \(word: "\(step.name.padded(to: 16))\(step.title)")\n"
        }
        return """
            if [ $# -eq 0 ]; then
            \(piece: lines.joined())    exit
            fi


            """
    }

    private func dispatch(_ steps: [RemovalStep]) -> ShellText {
        let names = steps.map { step -> ShellText in
            "    \(piece: step.word)) \(piece: step.function) ;;\n"
        }
        return """
            case "$1" in
            \(piece: names.joined())    *) stop "there is no step $1" ;;
            esac

            """
    }
}

/// One thing to do, behind what must be so before it.
struct RemovalStep {
    /// What is typed.
    let name: String
    let title: String
    /// The same, and what the function is called.
    let word: ShellText
    let function: ShellText
    let text: ShellText

    init(_ name: StaticString, _ title: String, _ body: ShellText) {
        self.name = name.description
        self.title = title
        word = ShellText(stringLiteral: "\(name)")
        function = ShellText(stringLiteral: "step_\(name)")
        text = """
            # \(comment: title)
            \(piece: function)() {
            \(piece: body)}


            """
    }
}

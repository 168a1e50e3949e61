import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

/// A file that is not what it should be is refused, with the place of the fault: a half-read survey would be
/// weighed as a whole one.
@Suite struct RecordingProblemTests {
    /// A recording to break: what to replace in it, by what, and what must be said.
    private static let faults: [(String, by: String, said: String)] = [
        (#""version":7"#, #""version":1"#, "recording.version: is 1, and this program reads 7 alone"),
        (#""version":7"#, #""versiom":2"#, "recording.version: is missing"),
        (#""recording":"#, #""recorded":"#, "recording: is missing; save one with `decommission-gate survey"),
        (#""leader":[1,1]"#, #""leader":[1]"#, "partitions.known.leader: must have 2 readings"),
        (#""leader":[1,1]"#, #""leader":[1,1,1]"#, "partitions.known.leader: must have 2 readings"),
        (
            #""end":[1200,600]"#, #""end":[1200,-1]"#,
            "recording.surveys[0].old.topics.known[1].partitions.known.end[1]: -1 is not possible here"
        ),
        (#""end":[1200,600]"#, #""end":[1200,"600"]"#, "partitions.known.end[1]: "),
        (#""end":[1200,600]"#, #""end":[1200,6.5]"#, "known.end[1]: is no whole number"),
        (#""end":[1200,600]"#, #""end":[{"absent":true,"times":9000000000}]"#, "end: must have 2 readings"),
        (
            #""end":[1200,600]"#, #""end":[{"absent":true,"times":0}]"#,
            "end[0].times: is 0, and must be above 0"
        ),
        (#""end":[1200,600]"#, #""end":[1200,null]"#, "partitions.known.end"),
        (
            #""end":[1200,600],"in_sync":[3,3]"#, #""end":[1200,600],"in_sync":[3]"#,
            "in_sync: must have 2 numbers"
        ),
        (
            #""end":[1200,600],"in_sync":[3,3],"#, #""end":[1200,600],"#,
            "known[1].partitions.known.in_sync: is missing"
        ),
        (#""topic":"tmp-1""#, #""topic":"orders""#, "old.topics: names orders twice"),
        (
            #""offsets":[1100,600],"partitions":[0,1]"#, #""offsets":[1,2],"partitions":[1,1]"#,
            "names a partition twice"
        ),
        (
            #""offsets":[1100,600]"#, #""offsets":[1100,-1]"#,
            "commits.known[0].offsets[1]: -1 is not possible here"
        ),
        (
            #""topic_sight":{"#, #""topic_sight":{"absent":true,"#,
            "topic_sight: needs one and only one of known, absent"
        ),
        (
            #""positions":{"absent":true}"#, #""positions":{"absent":false}"#,
            "mirror.positions.absent: can only be true"
        ),
        (
            #""positions":{"absent":true}"#, #""positions":{}"#,
            "mirror.positions: needs one and only one of known"
        ),
        (#""kind":"coordinator""#, #""kind":"guessed""#, "incomplete.kind: "),
        (
            #""duration_seconds":"0.412""#, #""duration_seconds":"0,412""#,
            #"duration_seconds: "0,412" is no number"#
        ),
        (
            #""wall_milliseconds":1795600800250"#, #""wall_milliseconds":9223372036854775807"#,
            "wall_milliseconds: is thousands of years away"
        ),
        (
            #""duration_seconds":"0.412""#, #""duration_seconds":"4000000000""#,
            #"duration_seconds: "4000000000" is no"#
        ),
        (#""recording":{"#, #""recording":{{"#, "saved.json: is no JSON, was cut off"),
    ]

    @Test("A fault in a recording is named with file and place", arguments: faults.indices)
    func fault(index: Int) throws {
        let (part, replacement, said) = Self.faults[index]
        let recording = Recording(plan: Fixture.plan, surveys: [Fixture.survey])
        let verdict = GatesDocument(unsurveyed: Fixture.plan)
        let text = String(
            decoding: try JSON.bytes(RecordedVerdict(verdict, restingOn: recording)), as: UTF8.self)
        let place = try #require(text.range(of: part))
        let broken = text.replacingCharacters(in: place, with: replacement)
        let problem = #expect(throws: RecordingProblem.self) {
            try Recording.read(Array(broken.utf8), file: "saved.json")
        }
        let words = try #require(problem).description
        #expect(words.hasPrefix("saved.json: ") && words.contains(said), "\(words)")
    }

    @Test(
        "A pair of offsets that nobody counts on from is refused: the difference of the two would end the program",
        arguments: [(#"[[-2,19]"#, 0, "-2"), (#"[[0,9223372036854775807]"#, 1, "9223372036854775807")])
    func impossiblePair(pair: String, index: Int, number: String) throws {
        let saved = String(decoding: try SavedSurvey.drainedWithMarkers.bytes(), as: UTF8.self)
        let key = #""upstream":"#
        let broken = saved.replacing(key + "[[0,19]", with: key + pair)
        let problem = #expect(throws: RecordingProblem.self) {
            try Recording.read(Array(broken.utf8), file: "saved.json")
        }
        let words = "known[0].upstream[0][\(index)]: \(number) is not possible here"
        #expect(problem?.description.contains(words) == true, "\(String(describing: problem))")
    }

    @Test("A file that cannot be had is named, too")
    func noFile() {
        let problem = #expect(throws: RecordingProblem.self) {
            try Recording.load(file: "/nowhere/saved.json")
        }
        #expect(problem?.description == "/nowhere/saved.json: does not exist")
    }
}

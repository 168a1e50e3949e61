import TestKafka

/// All that the built program prints, on both of its outputs, when it is run with these arguments until it ends.
///
/// - Parameter configuration: written to a file, which is named to it.
func printed(_ arguments: String..., configuration: String? = nil) async throws -> String {
    let workshop = try Workshop()
    var command = [GateService.program] + arguments
    if let configuration {
        try workshop.write(configuration, to: "gate.yaml")
        command += ["--config.file", workshop.path("gate.yaml")]
    }
    let process = try workshop.start("program", command)
    let hasEnded = await process.end(within: .seconds(60))
    let text = workshop.logTail("program", lines: 100_000)
    await workshop.close()
    guard hasEnded else { throw TestKafkaError("\(arguments[0]) does not end: \(text)") }
    return text
}

/// Every declared producer is configured for NEW; where none is declared, that was accepted aloud.
enum ProducersRetargeted {
    static func judge(_ look: Look) -> Judgement {
        switch look.plan.producers {
        case .undeclared, .declared([]):
            var judgement = Judgement("no producer is declared")
            judgement.doubt(
                "producers",
                Cause(
                    .missing, "no producer is declared, and an empty list is no answer",
                    remedy: "declare them under producers, or accept observation alone: producers: observed"),
                unless: .producers)
            return judgement
        case .observed:
            return Judgement("none declared; rests on what the end offsets show, as accepted")
        case .declared(let producers): return judge(producers.map(\.name), look)
        }
    }

    private static func judge(_ names: [ProducerName], _ look: Look) -> Judgement {
        var judgement = Judgement(counted(names.count, "declared producer"))
        for name in names.sorted() {
            let subject = name.rawValue
            switch target(of: name, look) {
            case .known(.new): break
            case .known(.old): judgement.fail(subject, "is configured for \(look.plan.old.alias)")
            case .known(.both): judgement.fail(subject, "is configured with servers of both clusters")
            case .known(.neither(let addresses)):
                let list = addresses.map(\.description).joined(separator: ", ")
                judgement.doubt(
                    subject,
                    Cause(
                        .contradiction, "its servers belong to neither cluster: \(list)",
                        remedy: "add the address to the cluster's bootstrap_servers, if it leads there"))
            case .absent: judgement.doubt(subject, Cause(.missing, "its configuration names no server"))
            case .unreadable(let cause): judgement.doubt(subject, cause)
            }
        }
        judgement.note("whether the producers' restart is complete is not visible in files")
        return judgement
    }

    /// Where a producer's servers lead, by the configured and the advertised addresses of both clusters.
    static func target(of name: ProducerName, _ look: Look) -> Reading<DeclaredTarget> {
        guard let reading = look.survey.producers[name] else {
            return .unreadable(Cause(.notAsked, "its configuration was not read"))
        }
        guard case .known(let servers) = reading else { return reading.map { _ in .neither([]) } }
        guard !servers.isEmpty else { return .absent }
        let old = addresses(of: .old, look)
        let new = addresses(of: .new, look)
        let strangers = servers.filter { !old.contains($0) && !new.contains($0) }
        guard strangers.isEmpty else { return .known(.neither(strangers)) }
        let leadsToOld = servers.contains { old.contains($0) }
        let leadsToNew = servers.contains { new.contains($0) }
        return .known(leadsToOld ? (leadsToNew ? .both : .old) : .new)
    }

    private static func addresses(of side: Side, _ look: Look) -> Set<ServerAddress> {
        var addresses = Set(look.plan.cluster(side).bootstrapServers)
        if case .known(let brokers) = look.cluster(side).brokers {
            addresses.formUnion(brokers.map(\.address))
        }
        return addresses
    }
}

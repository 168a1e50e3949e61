import DecommissionGate
import Quiescence
import Synchronization

/// Renders what a survey came to and publishes it.
final class Publisher: Sendable {
    let published: Published
    private let press: Mutex<Press>

    /// Publishes at once that nothing is known yet.
    init(_ settings: Press.Settings, plan: Plan, clocks: any Clocks) {
        let reload = Press.Reload(successful: true, lastSuccess: clocks.now().wall)
        let press = Press(settings, plan: plan, reload: reload)
        published = Published(press.firstEdition(process: .now))
        self.press = Mutex(press)
    }

    func publish(_ assessment: Assessment, _ survey: Survey, _ plan: Plan, _ evidence: EvidenceState) {
        let requests = published.requestCounts
        let edition = press.withLock { press in
            press.plan = plan
            press.evidence = evidence
            return press.edition(of: survey, assessment, requests: requests, process: .now)
        }
        published.publish(edition)
    }

    /// The configuration was read again, or could not be; the next edition says so.
    func note(reloadedAt time: WallTime?) {
        press.withLock { press in
            press.reload.successful = time != nil
            if let time { press.reload.lastSuccess = time }
        }
    }
}

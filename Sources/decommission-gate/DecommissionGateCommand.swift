import DecommissionGate

@main
struct DecommissionGateCommand {
    static func main() {
        print("decommission-gate")
    }
}

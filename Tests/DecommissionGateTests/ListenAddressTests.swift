import DecommissionGate
import Testing

@Suite struct ListenAddressTests {
    @Test(arguments: [
        (":19308", ListenAddress.Host.everywhere), ("0.0.0.0:19308", .ipv4("0.0.0.0")),
        ("127.0.0.1:19308", .ipv4("127.0.0.1")), ("[::]:19308", .ipv6("::")), ("[::1]:19308", .ipv6("::1")),
        ("[fe80::1%eth0]:19308", .ipv6("fe80::1%eth0")),
        ("[2001:db8:0:0:0:0:0:1]:19308", .ipv6("2001:db8:0:0:0:0:0:1")),
        ("[::ffff:10.0.0.1]:19308", .ipv6("::ffff:10.0.0.1")), ("localhost:19308", .name("localhost")),
        ("gate-0.gate.svc:19308", .name("gate-0.gate.svc")),
    ])
    func `what people write is understood and written back the same`(text: String, host: ListenAddress.Host)
        throws
    {
        let address = try ListenAddress(parsing: text)
        #expect(address == ListenAddress(host: host, port: 19308))
        #expect(address.description == text)
    }

    @Test(arguments: [
        ("::1:19308", "needs brackets", "[::1]:19308"), ("::19308", "needs brackets", "[::1]:19308"),
        ("fe80::1:80", "needs brackets", "[fe80::1]:80"), ("19308", "has no colon", ":19308"),
        ("localhost", "has no colon", "localhost:19308"), ("0.0.0.0", "has no colon", "0.0.0.0:19308"),
        ("", "has no colon", ":19308"), (":0", "no port", ":19308"), (":65536", "no port", ":19308"),
        (":-1", "no port", ":19308"), (":http", "no port", ":19308"), (":", "has no port", ":19308"),
        ("localhost:", "has no port", "localhost:19308"), ("[::1]", "has no port", "[::1]:19308"),
        ("[::1]:", "has no port", "[::1]:19308"), ("[localhost]:1", "no IPv6 address", "[::1]:19308"),
        ("[:::]:1", "no IPv6 address", "[::1]:19308"), ("[1:2]:1", "no IPv6 address", "[::1]:19308"),
        ("[1::2::3]:1", "no IPv6 address", "[::1]:19308"), ("[::12345]:1", "no IPv6 address", "[::1]:19308"),
        ("[::1:1", "brackets", "[::1]:19308"), ("256.0.0.1:1", "no IPv4 address", "0.0.0.0:19308"),
        ("10.0.0:1", "no IPv4 address", "0.0.0.0:19308"), ("http://localhost:1", "not a URL", ":19308"),
        ("local host:1", "no host name", "localhost:19308"), (" :1", "no host name", "localhost:19308"),
    ])
    func `what cannot be listened on is refused with the form that works`(
        text: String, problem: String, mend: String
    ) throws {
        let error = #expect(throws: ListenAddressError.self) { try ListenAddress(parsing: text) }
        #expect(error?.problem.contains(problem) == true, "\(String(describing: error))")
        #expect(error?.mend == mend)
        #expect(error?.description.hasPrefix("listen address \"\(text)\"") == true)
    }
}

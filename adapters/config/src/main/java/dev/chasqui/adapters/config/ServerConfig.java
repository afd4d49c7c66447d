package dev.chasqui.adapters.config;

import dev.chasqui.domain.size.ByteSize;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How clients reach the server, and what it takes from them.
 *
 * @param host the address to listen on (default {@code 127.0.0.1}: this machine alone); on any
 *     other than a loopback address the server wants keys, or {@code open}
 * @param port the TCP port to listen on (default 8000); 0 takes any that is free
 * @param ollamaPort a second port that answers the same, for clients that look for Ollama on 11434
 *     (default: none); 0 takes any that is free
 * @param open whether anybody who reaches the server may ask without a key, on other than loopback
 *     addresses too (default false); admin routes then answer loopback alone
 * @param holdHeaders how long an answer's status may wait for the reply's first event, so that a
 *     failure still has its own status (default 10 s); after that keep-alives go out, and a failure
 *     becomes an error inside the stream; 0 does not wait
 * @param showProgress how long what agents tell before there is an answer waits before it begins
 *     the stream (default 1 s), so that a failure within that time still has its own status
 * @param showLoading whether streams show how far a model's loading is while they wait for it
 *     (default false: keep-alives alone, but for keys and requests that ask for it)
 * @param readTimeout how long a client may send nothing of its request, and how long the request
 *     may take to arrive, before it is cut off (default 30 s); to arrive it has a second more for
 *     each 64 KiB of it
 * @param writeTimeout how long a client may leave what is written to it unread before it is cut off
 *     (default 30 s)
 * @param maxBody how large a request's body may be (default 32 MiB); a larger one is refused with
 *     413. Bodies are held in memory
 * @param bodyMemory how much memory the bodies of all requests may take together, each some three
 *     times its size (default: a quarter of Java's heap, up to half of it where one of the largest
 *     bodies takes more); further ones wait shortly, then are refused with 503
 * @param maxConnections how many connections are served at once, on all ports together (default
 *     1000); on further ones the probes of health alone are answered, all else is refused with 503
 * @param ollamaVersion the version that clients of Ollama are told, which some switch features on
 *     by (default {@code 0.12.11}, whose behaviour the server has)
 * @param allowedHosts host names and addresses, without a port, by which the server may be called
 *     besides those of loopback (default: none); a request with another {@code Host} is refused
 *     with 403 on a loopback address
 * @param allowedOrigins origins of web pages, such as {@code https://chat.example.com}, that may
 *     call the server besides local ones (default: none); others are refused with 403
 * @param trustedProxies addresses and networks of the proxies whose word for the address of their
 *     client is taken (default: none); what comes through another is never from this machine
 * @param drainDelay how long the server goes on listening after it was told to stop (default 0),
 *     while {@code /health/ready} says that it is not ready
 * @param grace how long running requests may then take to end (default 25 s) before they are ended
 */
public record ServerConfig(
        String host,
        int port,
        Optional<Integer> ollamaPort,
        boolean open,
        Duration holdHeaders,
        Duration showProgress,
        boolean showLoading,
        Duration readTimeout,
        Duration writeTimeout,
        ByteSize maxBody,
        Optional<ByteSize> bodyMemory,
        int maxConnections,
        String ollamaVersion,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        List<String> trustedProxies,
        Duration drainDelay,
        Duration grace) {
    private static final String OLLAMA_VERSION = "0.12.11";

    /** Clients split it at its dots, and compare numbers. */
    private static final Kind<String> VERSION =
            Kinds.matching(
                    "numbers with dots between them, such as " + OLLAMA_VERSION,
                    "\\d{1,6}(\\.\\d{1,6}){1,3}");

    private static final Kind<Integer> PORT = Kinds.integer(0, 65_535);
    private static final Kind<Duration> HOLD = Kinds.duration(Duration.ZERO, Duration.ofHours(1));
    private static final Kind<Duration> TIMEOUT =
            Kinds.duration(Duration.ofMillis(1), Duration.ofHours(24));

    /** One array of the JVM holds a body. */
    private static final Kind<ByteSize> BODY =
            Kinds.size(new ByteSize(1024), ByteSize.ofMebibytes(1024));

    private static final Kind<ByteSize> BODIES =
            Kinds.size(ByteSize.ofMebibytes(4), ByteSize.ofMebibytes(1024 * 1024));

    public ServerConfig {
        allowedHosts = List.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * Whether only this machine can reach the server. A name other than {@code localhost} is not
     * looked up and counts as reachable from everywhere.
     */
    public boolean bindsLoopback() {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    static ServerConfig read(Section section) {
        ServerConfig server = of(section);
        server.check(section);
        return server;
    }

    private void check(Section section) {
        if (port != 0 && ollamaPort.filter(second -> second == port).isPresent()) {
            section.problem(
                    "ollamaPort",
                    port + " is server.port already (expected: another port, or none)");
        }
        section.eachOf("allowedHosts", allowedHosts, Kinds.CALLED_HOST);
        section.eachOf("allowedOrigins", allowedOrigins, Kinds.ORIGIN);
    }

    private static ServerConfig of(Section section) {
        return new ServerConfig(
                section.value("host", Kinds.HOST, "127.0.0.1"),
                section.value("port", PORT, 8000),
                section.value("ollamaPort", PORT),
                section.value("open", Kinds.FLAG, false),
                section.value("holdHeaders", HOLD, Duration.ofSeconds(10)),
                section.value("showProgress", HOLD, Duration.ofSeconds(1)),
                section.value("showLoading", Kinds.FLAG, false),
                section.value("readTimeout", TIMEOUT, Duration.ofSeconds(30)),
                section.value("writeTimeout", TIMEOUT, Duration.ofSeconds(30)),
                section.value("maxBody", BODY, ByteSize.ofMebibytes(32)),
                section.value("bodyMemory", BODIES),
                section.value("maxConnections", Kinds.integer(1, 1_000_000), 1000),
                section.value("ollamaVersion", VERSION, OLLAMA_VERSION),
                section.value("allowedHosts", Kinds.TEXTS, List.of()),
                section.value("allowedOrigins", Kinds.TEXTS, List.of()),
                section.values("trustedProxies", Kinds.NETWORK),
                section.value("drainDelay", HOLD, Duration.ZERO),
                section.value("grace", HOLD, Duration.ofSeconds(25)));
    }
}

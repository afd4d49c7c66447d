package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.size.ByteSize;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How clients reach the server, and what it takes from them. */
public record ServerConfig(
        @Key(
                        help =
                                "The address to listen on. On any other than a loopback address the"
                                        + " server starts only with `keys`, or with `open`.",
                        fallback = "127.0.0.1",
                        rule = TextRules.Host.class,
                        restart = true)
                String host,
        @Key(
                        help = "The TCP port. 0 takes any that is free.",
                        fallback = "8000",
                        least = "0",
                        most = "65535",
                        restart = true)
                int port,
        @Key(
                        help =
                                "A second port that answers the same, for clients that look for"
                                        + " Ollama on 11434. 0 takes any that is free.",
                        least = "0",
                        most = "65535",
                        restart = true)
                Optional<Integer> ollamaPort,
        @Key(
                        help =
                                "Whether anybody who reaches the server may ask without a key."
                                        + " Admin routes then answer programs of this machine"
                                        + " alone.",
                        fallback = "false")
                boolean open,
        @Key(
                        help =
                                "How long an answer's status waits for the reply's first event, so"
                                    + " that a failure has its own status. Then keep-alives go out,"
                                    + " and a failure becomes an error inside the stream. 0 does"
                                    + " not wait.",
                        fallback = "10s",
                        least = "0s",
                        most = "1h")
                Duration holdHeaders,
        @Key(
                        help =
                                "How long what agents tell before there is an answer waits before"
                                    + " it begins the stream, so that a failure within that time"
                                    + " has its own status. 0 does not wait.",
                        fallback = "1s",
                        least = "0s",
                        most = "1h")
                Duration showProgress,
        @Key(
                        help =
                                "Whether streams show how far a model's loading is while they wait"
                                        + " for it, as they show what agents tell. Otherwise"
                                        + " keep-alives alone, but for keys with `showLoading` and"
                                        + " requests with the header `X-Chasqui-Progress: on`.",
                        fallback = "false")
                boolean showLoading,
        @Key(
                        help =
                                "How long a client may send nothing of its request before it is cut"
                                    + " off, and how long the request may take to arrive: this, and"
                                    + " a second for each 64 KiB of it.",
                        fallback = "30s",
                        least = "1ms",
                        most = "24h")
                Duration readTimeout,
        @Key(
                        help =
                                "How long a client may leave what is written to it unread before it"
                                        + " is cut off.",
                        fallback = "30s",
                        least = "1ms",
                        most = "24h")
                Duration writeTimeout,
        // One array of the JVM holds a body.
        @Key(
                        help =
                                "How large a request's body may be; a larger one is refused with"
                                        + " 413. Bodies are held in memory.",
                        fallback = "32MiB",
                        least = "1KiB",
                        most = "1GiB")
                ByteSize maxBody,
        @Key(
                        help =
                                "How much memory the bodies of all requests may take together, each"
                                    + " some three times its size. Further ones wait shortly, then"
                                    + " are refused with 503.",
                        unset =
                                "a quarter of Java's heap, up to half of it where one of the"
                                        + " largest bodies takes more",
                        least = "4MiB",
                        most = "1TiB",
                        restart = true)
                Optional<ByteSize> bodyMemory,
        @Key(
                        help =
                                "How many connections are served at once, on all ports together. On"
                                    + " further ones `/health/live` and `/health/ready` alone are"
                                    + " answered, all else is refused with 503.",
                        fallback = "1000",
                        least = "1",
                        most = "1000000",
                        restart = true)
                int maxConnections,
        @Key(
                        help =
                                "The version that clients of Ollama are told, by which some switch"
                                        + " features on; the server behaves as that one does.",
                        fallback = "0.12.11",
                        rule = TextRules.Version.class)
                String ollamaVersion,
        @Key(
                        help =
                                "Host names and addresses, without a port, by which the server may"
                                    + " be called besides those of loopback: `llm.example`,"
                                    + " `[fd00::1]`. On a loopback address another `Host` is"
                                    + " refused with 403, and everywhere for what only this machine"
                                    + " may.",
                        rule = TextRules.CalledHost.class)
                List<String> allowedHosts,
        @Key(
                        help =
                                "Origins of web pages as browsers send them, such as"
                                    + " `https://chat.example.com`, that may call the server"
                                    + " besides local ones: scheme, host, a port that is not the"
                                    + " usual one, nothing more.",
                        rule = TextRules.Origin.class)
                List<String> allowedOrigins,
        @Key(
                        help =
                                "Addresses and networks of reverse proxies, such as `127.0.0.1` or"
                                    + " `10.0.0.0/8`, whose word for the address of their client is"
                                    + " taken. What comes through another proxy is never from this"
                                    + " machine; see [Behind a reverse"
                                    + " proxy](http.md#behind-a-reverse-proxy).",
                        rule = TextRules.Network.class)
                List<String> trustedProxies,
        @Key(
                        help =
                                "How long the server goes on listening after it was told to stop,"
                                        + " while `/health/ready` answers 503: the time in which"
                                        + " balancers notice.",
                        fallback = "0s",
                        least = "0s",
                        most = "1h")
                Duration drainDelay,
        @Key(
                        help =
                                "How long running requests may take to end after the server has"
                                        + " stopped listening. What then still runs is ended with"
                                        + " an error.",
                        fallback = "25s",
                        least = "0s",
                        most = "1h")
                Duration grace,
        @Key(
                        help =
                                "Whether a change of the file takes effect while the server runs,"
                                    + " as far as it can. Otherwise it does with the next start.",
                        fallback = "true")
                boolean watchConfig) {

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

    /** Reports what is wrong across keys. */
    void check(Section section) {
        if (port != 0 && ollamaPort.filter(second -> second == port).isPresent()) {
            section.problem(
                    "ollamaPort",
                    port + " is server.port already (expected: another port, or none)");
        }
    }
}

package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.rules.LoopbackHost;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.size.ByteSize;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The configuration of the listener: its addresses, limits and deadlines. */
public record ServerConfig(
        @Key(
                        help =
                                "The address to listen on. On an address other than loopback every"
                                        + " request needs a key, unless `open` is set; if there is"
                                        + " none, the first start makes an administrator's, see"
                                        + " [callers.md](callers.md#on-a-network).",
                        fallback = "127.0.0.1",
                        rule = TextRules.Host.class,
                        restart = true)
                String host,
        @Key(
                        help = "The TCP port. 0 takes any free one.",
                        fallback = "8000",
                        least = "0",
                        most = "65535",
                        restart = true)
                int port,
        @Key(
                        help =
                                "A second port with the same routes, for clients that look for"
                                        + " Ollama on 11434. 0 takes any free one.",
                        least = "0",
                        most = "65535",
                        restart = true)
                Optional<Integer> ollamaPort,
        @Key(
                        help =
                                "If true, everybody who reaches the server may ask without a key."
                                    + " Admin routes then answer programs of this machine alone.",
                        fallback = "false")
                boolean open,
        @Key(
                        help =
                                "The time that an answer's status waits for the reply's first"
                                    + " event, so that a failure has its own status. After it"
                                    + " keep-alives are sent, and a failure becomes an error inside"
                                    + " the stream. 0 does not wait.",
                        fallback = "10s",
                        least = "0s",
                        most = "1h")
                Duration holdHeaders,
        @Key(
                        help =
                                "The time that progress of agents waits before it begins the"
                                        + " stream, so that a failure within that time has its own"
                                        + " status. 0 does not wait.",
                        fallback = "1s",
                        least = "0s",
                        most = "1h")
                Duration showProgress,
        @Key(
                        help =
                                "If true, streams show the progress of a model's loading while they"
                                    + " wait for it, as they show the progress of agents. If false,"
                                    + " they send only keep-alives, except for keys with"
                                    + " `showLoading` and requests with the header"
                                    + " `X-Chasqui-Progress: on`.",
                        fallback = "false")
                boolean showLoading,
        @Key(
                        help =
                                "The longest silence of a client within a request before the"
                                    + " connection is closed. The whole request may take this time"
                                    + " plus a second for each 64 KiB of it.",
                        fallback = "30s",
                        least = "1ms",
                        most = "24h")
                Duration readTimeout,
        @Key(
                        help =
                                "The longest time that a client may leave written data unread"
                                        + " before the connection is closed.",
                        fallback = "30s",
                        least = "1ms",
                        most = "24h")
                Duration writeTimeout,
        // A body is held in one array of the JVM.
        @Key(
                        help =
                                "The largest body of a request; a larger one is refused with 413."
                                        + " Bodies are held in memory.",
                        fallback = "32MiB",
                        least = "1KiB",
                        most = "1GiB")
                ByteSize maxBody,
        @Key(
                        help =
                                "The memory that the bodies of all requests may take together, each"
                                    + " about three times its size. Further requests wait briefly,"
                                    + " then are refused with 503.",
                        unset =
                                "a quarter of Java's heap, up to half of it if one of the largest"
                                        + " bodies takes more",
                        least = "4MiB",
                        most = "1TiB",
                        restart = true)
                Optional<ByteSize> bodyMemory,
        @Key(
                        help =
                                "The number of connections that are served at once, on all ports"
                                    + " together. On further ones only `/health/live` and"
                                    + " `/health/ready` are answered, everything else is refused"
                                    + " with 503.",
                        fallback = "1000",
                        least = "1",
                        most = "1000000",
                        restart = true)
                int maxConnections,
        @Key(
                        help =
                                "The version of Ollama that is reported to its clients, some of"
                                        + " which enable features by it; the server behaves as that"
                                        + " version does.",
                        fallback = "0.12.11",
                        rule = TextRules.Version.class)
                String ollamaVersion,
        @Key(
                        help =
                                "Host names and addresses, without a port, by which the server may"
                                    + " be called besides those of loopback: `llm.example`,"
                                    + " `[fd00::1]`. On a loopback address a request with another"
                                    + " `Host` is refused with 403. So is, on any address, one for"
                                    + " a route that is open to this machine alone.",
                        rule = TextRules.CalledHost.class)
                List<String> allowedHosts,
        @Key(
                        help =
                                "Origins of web pages that may call the server besides local ones,"
                                    + " as browsers send them, such as `https://chat.example.com`:"
                                    + " a scheme, a host, and a port if it is not the default one.",
                        rule = TextRules.Origin.class)
                List<String> allowedOrigins,
        @Key(
                        help =
                                "The other gateways by whose names headers are known, too: with"
                                        + " `nexus` answers have `X-Nexus-Backend` beside"
                                        + " `X-Chasqui-Backend`, and so on; see"
                                        + " [routing.md](routing.md#what-is-said).")
                List<HeaderAlias> headerAliases,
        @Key(
                        help =
                                "Addresses and networks of reverse proxies, such as `127.0.0.1` or"
                                    + " `10.0.0.0/8`, that are trusted to report the address of"
                                    + " their client. Requests through another proxy never count as"
                                    + " from this machine; see [Behind a reverse"
                                    + " proxy](http.md#behind-a-reverse-proxy).",
                        rule = TextRules.Network.class)
                List<String> trustedProxies,
        @Key(
                        help =
                                "The time that the server keeps listening after it was told to"
                                        + " stop, while `/health/ready` answers 503 so that load"
                                        + " balancers notice.",
                        fallback = "0s",
                        least = "0s",
                        most = "1h")
                Duration drainDelay,
        @Key(
                        help =
                                "The time that running requests get to end after the server has"
                                    + " stopped listening. Then the rest is ended with an error.",
                        fallback = "25s",
                        least = "0s",
                        most = "1h")
                Duration grace,
        @Key(
                        help =
                                "If true, a change of the file takes effect while the server runs,"
                                        + " except for keys that need a restart. If false, it takes"
                                        + " effect with the next start.",
                        fallback = "true")
                boolean watchConfig) {

    /** A gateway whose clients know headers by other names. */
    public enum HeaderAlias {
        /** The names begin with {@code X-Nexus-}. */
        NEXUS
    }

    public ServerConfig {
        headerAliases = List.copyOf(headerAliases);
        allowedHosts = List.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * Returns true if only this machine can reach the server. A host name other than {@code
     * localhost} is not resolved and counts as reachable from everywhere.
     */
    public boolean bindsLoopback() {
        return LoopbackHost.is(host);
    }

    /** Reports mistakes that span several keys. */
    void check(Section section) {
        if (port != 0 && ollamaPort.filter(second -> second == port).isPresent()) {
            section.problem(
                    "ollamaPort",
                    port + " is server.port already (expected: another port, or none)");
        }
    }
}

package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;

import java.time.Duration;
import java.util.List;

/** The configuration of the discovery of servers by multicast DNS. */
public record DiscoveryConfig(
        @Key(
                        help =
                                "If true, servers that announce themselves on the network"
                                    + " (`_ollama._tcp`, `_llm._tcp`, `_chasqui._tcp`) are asked"
                                    + " what they are, and are backends behind all others while"
                                    + " they are there. Only for a network whose machines you"
                                    + " trust: each of them may announce anything. See"
                                    + " [backends.md](backends.md#discovery).",
                        fallback = "false")
                boolean find,
        @Key(
                        help =
                                "If true, this server announces itself as `_chasqui._tcp` at the"
                                        + " addresses on which it listens.",
                        fallback = "false")
                boolean advertise,
        @Key(
                        help =
                                "The time for which a discovered server that is announced no more"
                                    + " is kept. Then it leaves if it does not answer, and else is"
                                    + " asked again after the same time.",
                        fallback = "1m",
                        least = "1s",
                        most = "1d")
                Duration grace,
        @Key(
                        help =
                                "The names (`eth0`) or addresses of the network interfaces to use."
                                        + " Without any, all that lead to a network, at most 8.",
                        rule = TextRules.Interface.class)
                List<String> interfaces) {

    public DiscoveryConfig {
        interfaces = List.copyOf(interfaces);
    }
}

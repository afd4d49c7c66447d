package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.binding.Key;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The configuration of one web service that is an agent. */
public record RemoteConfig(
        @Key(
                        help =
                                "The address that requests are sent to, such as"
                                    + " `http://127.0.0.1:9100/agent`. The conversation goes there,"
                                    + " also if the address is outside of this network.",
                        rule = TextRules.Url.class)
                URI url,
        @Key(
                        help = "A line for `/help` that says what the command does.",
                        fallback = "Asks a web service")
                String help,
        @Key(
                        help =
                                "The longest silence of the service: before its answer begins, and"
                                    + " between two pieces of it. The time in which the pipeline"
                                    + " works for the service does not count.",
                        fallback = "60s",
                        least = "100ms",
                        most = "24h")
                Duration deadline,
        @Key(help = "The key that is sent to the service as `Authorization: Bearer KEY`.")
                SentKey key,
        @Key(
                        help =
                                "The answer to a failure of the service: `closed` ends the exchange"
                                        + " with an error, `open` goes on without the service where"
                                        + " that is possible.",
                        fallback = "closed")
                OnFailure onFailure,
        @Key(
                        help =
                                "Where the config has the service run, it stands directly before"
                                    + " the model, behind the agents that callers ask for, and in"
                                    + " each of their branches. A service that checks or hides what"
                                    + " leaves needs this.",
                        fallback = "false")
                boolean nearModel) {

    /** The place of a key that is sent to a service. */
    public record SentKey(
            @Key(
                            help = "The environment variable that holds the key.",
                            unset = "no key is sent",
                            rule = TextRules.Variable.class)
                    Optional<String> env) {}

    /**
     * Returns the key to send; empty if none is to be sent.
     *
     * @param environment the variables of the environment by name
     */
    public Optional<String> sentKey(Map<String, String> environment) {
        return key.env()
                .map(variable -> environment.getOrDefault(variable, "").strip())
                .filter(value -> !value.isEmpty());
    }

    /** Reports mistakes that span several keys, and a variable that is not set. */
    void check(Section section) {
        key.env()
                .ifPresent(
                        variable -> {
                            Optional<String> value = section.secret(variable).map(String::strip);
                            Section ofKey = section.section("key");
                            if (value.isEmpty()) {
                                ofKey.problem(
                                        "env",
                                        "no such variable is set (expected: the name of one that"
                                                + " holds the key)");
                            } else if (!value.get().chars().allMatch(c -> c > ' ' && c < 127)) {
                                ofKey.problem(
                                        "env",
                                        "holds a character that is not visible ASCII (expected: the"
                                                + " key alone)");
                            }
                        });
    }
}

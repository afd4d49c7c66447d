package dev.chasqui.adapters.config;

import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.size.ByteSize;

import java.time.Duration;
import java.util.Optional;

/**
 * The limits of one agent, or of all that are not named. A key that is not given has the value of
 * {@code *}, and without that its default.
 */
public record AgentLimitsConfig(
        @Key(
                        help =
                                "The longest time of the agent's own code in one request, default"
                                    + " 30 s; the time of the model and of other agents does not"
                                    + " count. Then what it holds is closed, and its thread is"
                                    + " interrupted. It is also the longest wait for a place. The"
                                    + " time of a web service of `plugins.remote` it bounds only in"
                                    + " an entry with the service's own name, and there the waits"
                                    + " for the service count, too; without such an entry, only"
                                    + " `deadline` of `plugins.remote` bounds it.",
                        least = "100ms",
                        most = "1h")
                Optional<Duration> deadline,
        @Key(
                        help = "The most requests in which the agent runs at once, default 256.",
                        least = "1",
                        most = "10000")
                Optional<Integer> concurrency,
        @Key(
                        help =
                                "The most requests that wait for the agent, default 256; further"
                                        + " ones are answered with 503 and `Retry-After`.",
                        least = "0",
                        most = "10000")
                Optional<Integer> queue,
        @Key(
                        help =
                                "The answer to a failure of the agent: `open` lets the request go"
                                    + " on without it where that is possible, `closed` ends the"
                                    + " request with an error. Default: what the agent says, which"
                                    + " is `closed` for most.")
                Optional<OnFailure> onFailure,
        @Key(
                        help =
                                "The most that the agent gives out in one reply, in bytes, default"
                                        + " 64 MiB; a longer reply ends with an error.",
                        least = "1KiB",
                        most = "1GiB")
                Optional<ByteSize> mostReply,
        @Key(
                        help = "The failures in a row that switch the agent off, default 5.",
                        least = "1",
                        most = "1000")
                Optional<Integer> failures,
        @Key(
                        help =
                                "The time for which it is off, default 30 s; then one request tries"
                                        + " it.",
                        least = "100ms",
                        most = "1h")
                Optional<Duration> pause) {}

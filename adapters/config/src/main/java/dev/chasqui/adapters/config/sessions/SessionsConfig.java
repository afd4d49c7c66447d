package dev.chasqui.adapters.config.sessions;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.size.ByteSize;

import java.time.Duration;
import java.util.Optional;

/** The configuration of stored conversations. */
public record SessionsConfig(
        @Key(
                        help =
                                "`false` stores no conversation any more: `session_id` in a body is"
                                        + " refused, and the header `X-Chasqui-Session` only keeps"
                                        + " requests on one backend. Stored ones stay, and can be"
                                        + " read and deleted.",
                        fallback = "true")
                boolean on,
        @Key(
                        help =
                                "The time after its last use for which a session is kept, checked"
                                        + " once an hour.",
                        fallback = "90d",
                        least = "1h",
                        most = "3650d")
                Duration keepFor,
        @Key(
                        help =
                                "The most sessions of one user; the ones that were not used longest"
                                        + " go first.",
                        fallback = "1000",
                        least = "1",
                        most = "1000000")
                int mostPerUser,
        @Key(
                        help =
                                "The most that the sessions of one user take. The ones that were"
                                    + " not used longest go first; a single session that is larger"
                                    + " takes no more turns, and its user is told so.",
                        fallback = "256MiB",
                        least = "64KiB",
                        most = "1TiB")
                ByteSize mostBytesPerUser,
        @Key(
                        help =
                                "The way of two requests of one session at the same time: `order`"
                                    + " answers one after the other, `refuse` refuses the second"
                                    + " one with a 409.",
                        fallback = "order")
                Concurrent concurrent,
        @Key(
                        help =
                                "The longest wait of a request for those of its session before it;"
                                        + " after that it gets a 409.",
                        fallback = "2m",
                        least = "1s",
                        most = "1h")
                Duration longestWait,
        @Key(
                        help = "The most requests of one session that wait; others get a 409.",
                        fallback = "8",
                        least = "1",
                        most = "1000")
                int mostWaiting,
        @Key(
                        help =
                                "The most of a stored history that goes before a message, in bytes"
                                        + " as it is stored; older turns are left out.",
                        fallback = "512KiB",
                        least = "1KiB",
                        most = "16MiB")
                ByteSize mostHistory,
        @Key(
                        help =
                                "The model of plain requests (`user_message`) that name none;"
                                        + " unless it is set, the only model that can chat.")
                Optional<String> model) {

    /** The ways of two requests of one session at the same time. */
    public enum Concurrent {
        ORDER,
        REFUSE
    }
}

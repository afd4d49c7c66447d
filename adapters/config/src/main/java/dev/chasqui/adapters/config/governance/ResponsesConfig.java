package dev.chasqui.adapters.config.governance;

import dev.chasqui.application.port.responses.ResponseRules;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.size.ByteSize;

import java.time.Duration;

/** The configuration of the responses and conversations that are kept. */
public record ResponsesConfig(
        @Key(
                        help =
                                "`asked` keeps the responses whose requests do not say `\"store\":"
                                    + " false`, as OpenAI does; `never` keeps none: then a request"
                                    + " cannot continue a response, run in the background or add to"
                                    + " a conversation.",
                        fallback = "asked")
                ResponseRules.Kept store,
        @Key(
                        help =
                                "The time without use after which a chain of responses, or a"
                                        + " conversation, is removed, checked once an hour.",
                        fallback = "30d",
                        least = "1h",
                        most = "3650d")
                Duration keep,
        @Key(
                        help =
                                "The most responses of one user, and as many of its conversations;"
                                        + " above that the chains and conversations that were"
                                        + " unused the longest are removed.",
                        fallback = "100000",
                        least = "1",
                        most = "100000000")
                int most,
        @Key(
                        help =
                                "The most bytes of one user's responses, and as many of the user's"
                                        + " conversations; above that as with `most`.",
                        fallback = "1GiB",
                        least = "1MiB",
                        most = "100TiB")
                ByteSize mostBytes,
        @Key(
                        help =
                                "The largest response that is kept, with its input. A larger one"
                                        + " fails with 413, unless it asks not to be kept.",
                        fallback = "32MiB",
                        least = "1KiB",
                        most = "256MiB")
                ByteSize largest,
        @Key(
                        help =
                                "The most bytes of earlier items that one request has read before"
                                        + " its own. Older ones are left out with `\"truncation\":"
                                        + " \"auto\"`; otherwise the request is refused.",
                        fallback = "4MiB",
                        least = "1KiB",
                        most = "256MiB")
                ByteSize mostEarlier,
        @Key(
                        help = "The most responses that run in the background at once.",
                        fallback = "16",
                        least = "1",
                        most = "10000")
                int background,
        @Key(
                        help =
                                "The most further ones that wait for it; above that a request for"
                                        + " one is answered with 503.",
                        fallback = "64",
                        least = "0",
                        most = "100000")
                int queue) {

    /** Returns the rules. */
    public ResponseRules rules() {
        return new ResponseRules(
                store,
                keep,
                most,
                mostBytes.bytes(),
                largest.bytes(),
                mostEarlier.bytes(),
                background,
                queue);
    }
}

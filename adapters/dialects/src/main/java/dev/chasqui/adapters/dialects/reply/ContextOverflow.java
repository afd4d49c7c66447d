package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.failure.Failure.ContextExceeded;
import dev.chasqui.domain.json.Json;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A reader of the numbers with which servers say that a prompt does not fit: llama-server's
 * members, and the sentences of llama-server, OpenAI, vLLM, SGLang, LM Studio, Anthropic and
 * Google. Stateless.
 */
final class ContextOverflow {
    /** The phrases around the number of tokens of the prompt. */
    private static final Pattern ASKED =
            Pattern.compile(
                    "request \\((\\d{1,9}) tokens\\)"
                            + "|(\\d{1,9}) in the messages"
                            + "|(\\d{1,9}) tokens from the input messages"
                            + "|resulted in (\\d{1,9}) tokens"
                            + "|has (\\d{1,9}) input tokens"
                            + "|input \\((\\d{1,9}) tokens\\)"
                            + "|too long: (\\d{1,9}) tokens"
                            + "|token count \\((\\d{1,9})\\)"
                            + "|keep the first (\\d{1,9}) tokens");

    /** The phrases around the number of tokens that there is room for. */
    private static final Pattern ROOM =
            Pattern.compile(
                    "available context size \\((\\d{1,9}) tokens\\)"
                            + "|maximum context length (?:is|of) (\\d{1,9}) tokens"
                            + "|configured limit of (\\d{1,9}) tokens"
                            + "|context length \\((\\d{1,9}) tokens\\)"
                            + "|> (\\d{1,9}) maximum"
                            + "|tokens allowed \\((\\d{1,9})\\)"
                            + "|context length of only (\\d{1,9}) tokens");

    private ContextOverflow() {}

    /** Returns the failure that the members of an error report; empty if they report none. */
    static Optional<ContextExceeded> in(Json.Obj error) {
        return of(number(error, "n_prompt_tokens"), number(error, "n_ctx"));
    }

    /** Returns the failure that the text of an error reports; empty if it reports none. */
    static Optional<ContextExceeded> in(String message) {
        return of(number(message, ASKED), number(message, ROOM));
    }

    /**
     * Returns the failure with these numbers. Some servers refuse a prompt that fits, since the
     * answer that is wanted does not: that is another failure.
     */
    private static Optional<ContextExceeded> of(Optional<Integer> asked, Optional<Integer> room) {
        return asked.isPresent() && room.isPresent() && asked.get() >= room.get()
                ? Optional.of(new ContextExceeded(asked.get(), room.get()))
                : Optional.empty();
    }

    private static Optional<Integer> number(Json.Obj error, String name) {
        return error.get(name)
                .filter(Json.Num.class::isInstance)
                .map(number -> ((Json.Num) number).longValue())
                .filter(number -> number > 0 && number <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }

    private static Optional<Integer> number(String message, Pattern pattern) {
        Matcher found = pattern.matcher(message);
        if (!found.find()) {
            return Optional.empty();
        }
        return IntStream.rangeClosed(1, found.groupCount())
                .mapToObj(found::group)
                .filter(digits -> digits != null)
                .map(Integer::valueOf)
                .findFirst();
    }
}

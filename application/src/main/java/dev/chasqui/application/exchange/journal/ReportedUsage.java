package dev.chasqui.application.exchange.journal;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonNames;
import dev.chasqui.domain.json.reading.JsonScanner;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The reader of the usage in answers: of the object {@code usage} of OpenAI's API, by its member
 * names for completions or by those for audio and images, and of the members by which llama-server
 * counts at its own paths.
 */
final class ReportedUsage {
    /** The longest audio that is believed. */
    private static final Duration LONGEST_AUDIO = Duration.ofDays(7);

    /** The number of tokens that llama-server has read, in its own answers. */
    static final String EVALUATED = "tokens_evaluated";

    /** The number of tokens that llama-server has written, in its own answers. */
    static final String PREDICTED = "tokens_predicted";

    /** The object with llama-server's times, which counts tokens, too. */
    static final String TIMINGS = "timings";

    /** The length of audio, beside the words; also the type of a usage that tells it. */
    private static final String DURATION = "duration";

    private static final JsonNames NAMES = JsonNames.of(DURATION);

    private ReportedUsage() {}

    /** Returns the usage that a whole answer tells; empty if it tells none. */
    static Optional<Usage> ofAnswer(Json.Obj answer) {
        return of(answer.object("usage"))
                .or(
                        () ->
                                ofServer(
                                        count(answer, EVALUATED, EVALUATED),
                                        count(answer, PREDICTED, PREDICTED),
                                        answer.object(TIMINGS)));
    }

    /**
     * Returns the usage that llama-server tells at its own paths; empty if it tells none.
     *
     * @param prompt the tokens that it has read, cached ones included
     * @param completion the tokens that it has written
     * @param timings its times, which tell both numbers if the members do not
     */
    static Optional<Usage> ofServer(
            OptionalLong prompt, OptionalLong completion, Json.Obj timings) {
        OptionalLong cached = count(timings, "cache_n", "cache_n");
        OptionalLong read = count(timings, "prompt_n", "prompt_n");
        OptionalLong written = count(timings, "predicted_n", "predicted_n");
        if (prompt.isEmpty() && completion.isEmpty() && read.isEmpty() && written.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Usage(
                        prompt.orElse(read.orElse(0) + cached.orElse(0)),
                        completion.orElse(written.orElse(0)),
                        cached,
                        OptionalLong.empty(),
                        Timings.UNKNOWN,
                        false));
    }

    /**
     * Returns the length of the audio that the answer to a transcription tells: in a usage of the
     * type {@code duration}, or beside the words.
     */
    static Optional<Duration> audio(Json.Obj answer) {
        return audioOf(answer.object("usage"))
                .or(() -> answer.get(DURATION).flatMap(ReportedUsage::length));
    }

    /** Returns the length of the audio that a usage of the type {@code duration} tells. */
    static Optional<Duration> audioOf(Json.Obj usage) {
        return usage.text("type").filter(DURATION::equals).isPresent()
                ? usage.get("seconds").flatMap(ReportedUsage::length)
                : Optional.empty();
    }

    /**
     * Returns the length of the audio that the beginning of a long answer tells beside the words.
     */
    static Optional<Duration> audioAtBegin(byte[] begin) {
        JsonScanner scanner = new JsonScanner().over(begin);
        try {
            scanner.enter();
            while (scanner.nextMember()) {
                if (scanner.name(NAMES).equals(DURATION)) {
                    Json value = scanner.value();
                    // A number at the very end may have further digits.
                    return scanner.at() < begin.length ? length(value) : Optional.empty();
                }
                scanner.skip();
            }
            return Optional.empty();
        } catch (FailureException e) {
            // The rest has not come yet, or is malformed; the client gets it unchanged.
            return Optional.empty();
        }
    }

    private static Optional<Duration> length(Json seconds) {
        return Optional.of(seconds)
                .filter(Json.Num.class::isInstance)
                .map(number -> ((Json.Num) number).doubleValue())
                .filter(number -> number >= 0 && number <= LONGEST_AUDIO.toSeconds())
                .map(number -> Duration.ofMillis(Math.round(number * 1_000)));
    }

    /** Returns the usage; empty if the object counts no tokens. */
    static Optional<Usage> of(Json.Obj usage) {
        OptionalLong prompt = count(usage, "prompt_tokens", "input_tokens");
        OptionalLong completion = count(usage, "completion_tokens", "output_tokens");
        if (prompt.isEmpty() && completion.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Usage(
                        prompt.orElse(0),
                        completion.orElse(0),
                        detail(
                                usage,
                                "prompt_tokens_details",
                                "input_tokens_details",
                                "cached_tokens"),
                        detail(
                                usage,
                                "completion_tokens_details",
                                "output_tokens_details",
                                "reasoning_tokens"),
                        Timings.UNKNOWN,
                        false));
    }

    private static OptionalLong detail(
            Json.Obj usage, String group, String otherGroup, String name) {
        OptionalLong count = count(usage.object(group), name, name);
        return count.isPresent() ? count : count(usage.object(otherGroup), name, name);
    }

    private static OptionalLong count(Json.Obj usage, String name, String otherName) {
        return usage.get(name).or(() -> usage.get(otherName)).orElse(Json.Null.NULL)
                        instanceof Json.Num number
                ? OptionalLong.of(Math.max(0, number.longValue()))
                : OptionalLong.empty();
    }
}

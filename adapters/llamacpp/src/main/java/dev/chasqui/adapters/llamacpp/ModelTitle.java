package dev.chasqui.adapters.llamacpp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The title of a model, such as {@code gemma-3-1b-it-GGUF-Q4_K_M}: the only source of facts about a
 * model whose file is not on this machine yet.
 */
record ModelTitle(String text) {
    private static final Pattern SIZE =
            Pattern.compile(
                    "(?<![A-Za-z0-9.])((?:\\d{1,2}x)?)(\\d{1,4}(?:\\.\\d{1,3})?)([BM])(?![A-Za-z0-9])",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern QUANTISATION =
            Pattern.compile(
                    "(?<![A-Za-z0-9])(?:(?:I?Q|TQ)(\\d)_[A-Z0-9_]+|B?F(16|32)|(?:MXFP|NVFP)(4)(?:_MOE)?)"
                        + "(?![A-Za-z0-9])",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern EMBEDS =
            Pattern.compile("(?<![a-z])embed(ding)?s?(?![a-z])", Pattern.CASE_INSENSITIVE);

    private static final Pattern RERANKS =
            Pattern.compile("(?<![a-z])rerank(er|ing)?(?![a-z])", Pattern.CASE_INSENSITIVE);

    /**
     * The bits that a weight takes on average beyond its nominal ones: blocks hold a scale, and
     * some weights are stored with more bits.
     */
    private static final double BITS_BESIDE = 0.75;

    /** Returns the number of weights as it is written: {@code 1B}, {@code 8x7B}. */
    Optional<String> parameterSize() {
        Matcher size = SIZE.matcher(text);
        return size.find()
                ? Optional.of(
                        size.group(1).toLowerCase(Locale.ROOT)
                                + size.group(2)
                                + size.group(3).toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    /** Returns the storage format of the weights, such as {@code Q4_K_M}. */
    Optional<String> quantisation() {
        Matcher found = QUANTISATION.matcher(text);
        return found.find()
                ? Optional.of(found.group().toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    /** Returns the approximate size in bytes. */
    OptionalLong bytes() {
        OptionalDouble weights = weights();
        OptionalDouble bits = bits();
        return weights.isPresent() && bits.isPresent()
                ? OptionalLong.of(
                        Math.round(weights.getAsDouble() * bits.getAsDouble() / Byte.SIZE))
                : OptionalLong.empty();
    }

    private OptionalDouble weights() {
        Matcher size = SIZE.matcher(text);
        if (!size.find()) {
            return OptionalDouble.empty();
        }
        String times = size.group(1);
        int experts =
                times.isEmpty() ? 1 : Integer.parseInt(times.substring(0, times.length() - 1));
        double each = size.group(3).equalsIgnoreCase("B") ? 1e9 : 1e6;
        return OptionalDouble.of(experts * Double.parseDouble(size.group(2)) * each);
    }

    private OptionalDouble bits() {
        Matcher found = QUANTISATION.matcher(text);
        if (!found.find()) {
            return OptionalDouble.empty();
        }
        return found.group(2) != null
                ? OptionalDouble.of(Integer.parseInt(found.group(2)))
                : OptionalDouble.of(
                        Integer.parseInt(Optional.ofNullable(found.group(1)).orElse("4"))
                                + BITS_BESIDE);
    }

    /** Returns the capabilities that the title names, in Ollama's words; empty if it names none. */
    List<String> capabilities() {
        if (RERANKS.matcher(text).find()) {
            return List.of("rerank");
        }
        return EMBEDS.matcher(text).find() ? List.of("embedding") : List.of();
    }
}

package dev.chasqui.adapters.gguf;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rule that names the storage format of most of a model, such as {@code Q4_K_M}. */
final class Quantisation {
    /**
     * The names by {@code general.file_type}, as {@code enum llama_ftype} of {@code llama.h} has
     * them.
     */
    private static final List<String> NAMES =
            List.of(
                    """
                    F32 F16 Q4_0 Q4_1 - - - Q8_0 Q5_0 Q5_1 \
                    Q2_K Q3_K_S Q3_K_M Q3_K_L Q4_K_S Q4_K_M Q5_K_S Q5_K_M Q6_K IQ2_XXS \
                    IQ2_XS Q2_K_S IQ3_XS IQ3_XXS IQ1_S IQ4_NL IQ3_S IQ3_M IQ2_S IQ2_M \
                    IQ4_XS IQ1_M BF16 - - - TQ1_0 TQ2_0 MXFP4_MOE NVFP4 \
                    Q1_0 Q2_0\
                    """
                            .split(" ", -1));

    private static final String NONE = "-";

    /** The flag that is added to the number if it was guessed when the file was made. */
    private static final int GUESSED = 1_024;

    private Quantisation() {}

    /** Returns the name that the file gives, else the type that most bytes have. */
    static String of(Metadata metadata, List<Tensor> tensors) throws GgufException {
        int number = metadata.whole("general.file_type", -1, Integer.MAX_VALUE);
        int bare = number < 0 ? -1 : number & ~GUESSED;
        String name = bare >= 0 && bare < NAMES.size() ? NAMES.get(bare) : NONE;
        return name.equals(NONE) ? ofMost(tensors).orElse("unknown") : name;
    }

    private static Optional<String> ofMost(List<Tensor> tensors) {
        Map<TensorType, Long> bytes = new EnumMap<>(TensorType.class);
        for (Tensor tensor : tensors) {
            tensor.type().ifPresent(type -> bytes.merge(type, tensor.bytes(), Long::sum));
        }
        return bytes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> most.getKey().name());
    }
}

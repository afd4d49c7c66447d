package dev.chasqui.adapters.gguf;

import java.util.Arrays;
import java.util.Optional;

/** The storage format of keys or values in the cache: {@code --cache-type-k} and {@code -v}. */
public enum CacheType {
    F32(TensorType.F32),
    F16(TensorType.F16),
    BF16(TensorType.BF16),
    Q8_0(TensorType.Q8_0),
    Q5_1(TensorType.Q5_1),
    Q5_0(TensorType.Q5_0),
    Q4_1(TensorType.Q4_1),
    Q4_0(TensorType.Q4_0),
    IQ4_NL(TensorType.IQ4_NL);

    private final TensorType type;

    CacheType(TensorType type) {
        this.type = type;
    }

    /** Returns the type of a name, as {@code --cache-type-k} takes it; empty if there is none. */
    public static Optional<CacheType> of(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns the size of a count of numbers, in bytes. */
    long bytes(long numbers) {
        return type.bytes(numbers);
    }
}

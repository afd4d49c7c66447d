package dev.chasqui.adapters.gguf;

/** How keys or values are kept in the cache: {@code --cache-type-k} and {@code -v}. */
public enum CacheType {
    F32(TensorType.F32),
    F16(TensorType.F16),
    Q8_0(TensorType.Q8_0),
    Q4_0(TensorType.Q4_0);

    private final TensorType type;

    CacheType(TensorType type) {
        this.type = type;
    }

    /** The bytes of so many numbers. */
    long bytes(long numbers) {
        return type.bytes(numbers);
    }
}

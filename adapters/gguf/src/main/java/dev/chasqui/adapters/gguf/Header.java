package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.size.ByteSize;

import java.nio.file.Path;
import java.util.List;

/**
 * The header of one file.
 *
 * @param metadata the key-value pairs
 * @param tensors the tensors that it announces
 * @param part the file
 * @param length the header's length in bytes
 */
record Header(Metadata metadata, List<Tensor> tensors, GgufFile.Part part, long length) {
    /** The letters GGUF, read as a little-endian number. */
    private static final long MAGIC = 0x4655_4747L;

    private static final int OLDEST = 2;
    private static final int NEWEST = 3;

    static Header read(Path file, long longest) throws GgufException {
        try (GgufInput in = GgufInput.open(file, longest)) {
            checkBegin(in);
            int tensors = Tensor.countOf(in);
            int pairs = Metadata.countOf(in);
            Metadata metadata = Metadata.read(in, pairs);
            List<Tensor> all = Tensor.readAll(in, tensors, metadata);
            return new Header(
                    metadata, all, new GgufFile.Part(file, new ByteSize(in.size())), in.position());
        }
    }

    /** Reads the letters and the version at the beginning of a file. */
    static void checkBegin(GgufInput in) throws GgufException {
        if (in.size() < Integer.BYTES || in.u32() != MAGIC) {
            throw in.wrong("format", "it is another", "a GGUF file, which begins with GGUF");
        }
        checkVersion(in, in.u32());
    }

    private static void checkVersion(GgufInput in, long version) throws GgufException {
        if (version >= OLDEST && version <= NEWEST) {
            return;
        }
        int swapped = Integer.reverseBytes((int) version);
        if (swapped >= 1 && swapped <= NEWEST) {
            throw in.wrong("byte order", "big endian", "little endian; convert the file");
        }
        throw in.wrong("GGUF version", Long.toString(version), OLDEST + " or " + NEWEST);
    }
}

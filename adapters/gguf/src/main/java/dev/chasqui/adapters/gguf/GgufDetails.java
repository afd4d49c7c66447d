package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the header of a model's file says, for people who look at it. It is read anew at
 * each call, and is some megabytes large for a usual model.
 *
 * @param metadata the key-value pairs, long lists included; null for a text of more than 64 KiB
 * @param tensors the tensors, each with {@code name}, {@code type} and {@code shape}
 */
public record GgufDetails(Json.Obj metadata, Json.Arr tensors) {

    /**
     * Reads the header of a file; of a model in several files, that of the first one.
     *
     * @throws GgufException if the file is missing, damaged, cut off, or of an unknown format
     */
    public static GgufDetails read(Path file) throws GgufException {
        try (GgufInput in = GgufInput.open(file, GgufInput.LONGEST_HEADER)) {
            Header.checkBegin(in);
            int tensors = Tensor.countOf(in);
            int pairs = Metadata.countOf(in);
            Reader reader = new Reader(in);
            Map<String, Json> metadata = new LinkedHashMap<>();
            for (int i = 0; i < pairs; i++) {
                metadata.put(in.name("a key", Metadata.LONGEST_KEY), reader.value());
            }
            List<Json> listed = new ArrayList<>();
            for (int i = 0; i < tensors; i++) {
                listed.add(reader.tensor());
            }
            return new GgufDetails(new Json.Obj(metadata), new Json.Arr(listed));
        }
    }

    /** A reader of values that keeps as many as fit into a bound. Used by one thread. */
    private static final class Reader {
        /** The bound on the memory of all kept values, 128 MiB: several times the largest seen. */
        private static final long MOST_KEPT = 128L << 20;

        /** The memory of a value beside its text, in bytes. */
        private static final int VALUE = 64;

        private static final int BOOL = 7;
        private static final int FLOAT = 6;
        private static final int STRING = 8;
        private static final int ARRAY = 9;
        private static final int DOUBLE = 12;
        private static final int MOST_DIMENSIONS = 4;

        private final GgufInput in;
        private long room = MOST_KEPT;

        Reader(GgufInput in) {
            this.in = in;
        }

        Json value() throws GgufException {
            long type = in.u32();
            return type == ARRAY ? list() : single(type);
        }

        private Json list() throws GgufException {
            long type = in.u32();
            int length = in.count("length of a list", Metadata.LONGEST_LIST);
            List<Json> items = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                Json item = single(type);
                if (room > 0) {
                    items.add(item);
                }
            }
            return new Json.Arr(items);
        }

        private Json single(long type) throws GgufException {
            room -= VALUE;
            if (type == STRING) {
                int length = in.count("length of a text", Metadata.LONGEST_TEXT);
                if (length <= Metadata.LONGEST_TEMPLATE && length < room) {
                    room -= length;
                    return Json.of(in.text(length));
                }
                in.skip(length);
                return Json.Null.NULL;
            }
            if (type == FLOAT) {
                return decimal(Float.intBitsToFloat((int) in.u32()));
            }
            if (type == DOUBLE) {
                return decimal(Double.longBitsToDouble(in.i64()));
            }
            if (type == BOOL) {
                return Json.of(in.u8() != 0);
            }
            if (!Metadata.isWhole(type)) {
                throw in.wrong("type of a value", Long.toString(type), "0 to 12");
            }
            return Json.of(Metadata.whole(in, type));
        }

        private static Json decimal(float number) {
            return Float.isFinite(number) ? new Json.Num(Float.toString(number)) : Json.Null.NULL;
        }

        private static Json decimal(double number) {
            return Double.isFinite(number) ? new Json.Num(Double.toString(number)) : Json.Null.NULL;
        }

        Json tensor() throws GgufException {
            String name = in.name("a tensor's name", Tensor.LONGEST_NAME);
            long dimensions = in.u32();
            if (dimensions > MOST_DIMENSIONS) {
                throw in.wrong(
                        "dimensions of a tensor", "" + dimensions, "at most " + MOST_DIMENSIONS);
            }
            List<Json> shape = new ArrayList<>();
            for (int i = 0; i < dimensions; i++) {
                shape.add(Json.of(in.i64()));
            }
            String type = TensorType.of(in.u32()).map(TensorType::name).orElse("unknown");
            in.skip(Long.BYTES);
            return Json.Obj.EMPTY
                    .with("name", Json.of(name))
                    .with("type", Json.of(type))
                    .with("shape", new Json.Arr(shape));
        }
    }
}

package dev.chasqui.domain.chat;

import dev.chasqui.domain.json.Json;

import java.util.Optional;

/** One piece of a message's content. */
public sealed interface Part {

    /** Text; {@code extras} are members beside it that we do not know. */
    record Text(String text, Json.Obj extras) implements Part {
        public Text(String text) {
            this(text, Json.Obj.EMPTY);
        }
    }

    /** An image, given as data or by address. */
    record Image(Data data, Optional<String> detail, Json.Obj extras) implements Part {
        public Image(Data data) {
            this(data, Optional.empty(), Json.Obj.EMPTY);
        }
    }

    /** The bytes of an image, or the address where they are. */
    sealed interface Data {
        /** Base64 without a prefix, and its media type such as {@code image/png}. */
        record Inline(String mediaType, String base64) implements Data {}

        /** An address; the reader of the image fetches it. */
        record Address(String url) implements Data {}
    }

    /**
     * A part of a kind that we carry without understanding it, such as audio or a file.
     *
     * @param text what it says in plain words, for those who do not know the kind; an empty text if
     *     it can be left out, and nothing if it must not be
     */
    record Other(Json.Obj value, Optional<String> text) implements Part {
        public Other(Json.Obj value) {
            this(value, Optional.empty());
        }
    }
}

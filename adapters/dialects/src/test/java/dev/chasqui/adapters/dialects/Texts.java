package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;

/** Conversions between texts and bytes, for tests that write their JSON with single quotes. */
public final class Texts {
    private Texts() {}

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns the text with its single quotes doubled. */
    public static String quoted(String text) {
        return text.replace('\'', '"');
    }

    /** Parses a JSON object written with single quotes. */
    public static Json.Obj obj(String text) {
        return (Json.Obj) JsonReader.read(utf8(quoted(text)));
    }
}

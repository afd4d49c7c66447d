package dev.chasqui.adapters.embed;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The reader of the expected tokens and vectors, which {@code record_reference.py} recorded from
 * Hugging Face's tokenizers and ONNX Runtime.
 */
final class Reference {
    private Reference() {}

    /** Returns the lines of a recording. */
    static List<String> lines(String name) {
        try (InputStream in =
                Objects.requireNonNull(Reference.class.getResourceAsStream(name), name)) {
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the objects of a recording, which has one a line. */
    static List<Json.Obj> objects(String name) {
        return lines(name).stream()
                .map(line -> (Json.Obj) JsonReader.read(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** Returns the numbers of a member that is a list of numbers. */
    static double[] numbers(Json.Obj object, String member) {
        return ((Json.Arr) object.get(member).orElseThrow())
                .items().stream().mapToDouble(item -> ((Json.Num) item).doubleValue()).toArray();
    }

    /** Returns the vocabulary of the model, read from the jar. */
    static Vocabulary vocabulary() {
        try (InputStream in = PackedFile.named(PackedFile.VOCABULARY).open()) {
            return Vocabulary.of(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

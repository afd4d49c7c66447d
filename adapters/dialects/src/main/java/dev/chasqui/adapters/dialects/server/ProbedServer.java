package dev.chasqui.adapters.dialects.server;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;

/** A server of which it is not known what it speaks. */
@FunctionalInterface
public interface ProbedServer {

    /**
     * What it answers to a path, whatever the status.
     *
     * @throws FailureException if it does not answer
     */
    Answer get(String path);

    /** An answer. */
    record Answer(int status, byte[] body) {

        /** The body if it is a JSON object, else an empty one. */
        public Json.Obj object() {
            try {
                return JsonReader.read(body) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
            } catch (FailureException e) {
                if (e.failure() instanceof Failure.Invalid) {
                    return Json.Obj.EMPTY;
                }
                throw e;
            }
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}

package dev.chasqui.adapters.dialects.server;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;

/** A server whose dialect is not known yet. */
@FunctionalInterface
public interface ProbedServer {

    /**
     * Returns the server's answer to a GET, whatever the status.
     *
     * @throws FailureException if it does not answer
     */
    Answer get(String path);

    /** The answer of a server. */
    record Answer(int status, byte[] body) {

        /** Returns the body if it is a JSON object, else an empty object. */
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

        /** Returns the body as text in UTF-8. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}

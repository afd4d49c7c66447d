package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.application.responses.ResponseIds;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.response.EarlierItems;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Compactions: items that stand for all items before them. What one holds is a summary in base64,
 * which clients hand back as it is. It is not sealed: a client may write any message itself, and a
 * summary is read as one of the user.
 */
final class Compactions {
    private static final String CONTENT = "encrypted_content";

    /** The beginning of what a compaction of this server holds; the number is of its form. */
    private static final String MARK = "chasqui-summary-1:";

    private static final byte[] WORD = "\"compaction\"".getBytes(StandardCharsets.UTF_8);

    private Compactions() {}

    /** Makes the item of a summary. */
    static Json.Obj of(String summary) {
        String held =
                Base64.getEncoder()
                        .encodeToString((MARK + summary).getBytes(StandardCharsets.UTF_8));
        return Json.Obj.EMPTY
                .with("id", Json.of(ResponseIds.make("cmp")))
                .with("type", Json.of("compaction"))
                .with(CONTENT, Json.of(held));
    }

    /** Returns the items with messages in the place of compactions. */
    static List<Json.Obj> readable(List<Json.Obj> items) {
        List<Json.Obj> readable = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Json.Obj item = items.get(i);
            readable.add(EarlierItems.isCompaction(item) ? message(item, i) : item);
        }
        return readable;
    }

    private static Json.Obj message(Json.Obj item, int at) {
        Json.Obj part =
                Json.Obj.EMPTY
                        .with("type", Json.of("input_text"))
                        .with(
                                "text",
                                Json.of(
                                        "Summary of the conversation up to here:\n\n"
                                                + summary(item, at)));
        return Json.Obj.EMPTY
                .with("type", Json.of("message"))
                .with("id", Json.of(ResponseIds.make("msg")))
                .with("role", Json.of("user"))
                .with("content", new Json.Arr(List.of(part)));
    }

    private static String summary(Json.Obj item, int at) {
        String field = "input[" + at + "]." + CONTENT;
        try {
            String text =
                    new String(
                            Base64.getDecoder().decode(item.text(CONTENT).orElse("")),
                            StandardCharsets.UTF_8);
            if (text.startsWith(MARK)) {
                return text.substring(MARK.length());
            }
        } catch (IllegalArgumentException e) {
            // It is told below.
        }
        throw new FailureException(
                new Failure.Invalid(
                        field,
                        field
                                + ": not a compaction of this server (expected: one that"
                                + " /v1/responses/compact returned, unchanged)"));
    }

    /** Returns a request with messages in the place of the compactions in its input. */
    static byte[] readable(byte[] body) {
        if (!contains(body)
                || !(JsonReader.readRequest(body, 0, body.length) instanceof Json.Obj request)
                || !(request.get("input").orElse(Json.Null.NULL)
                        instanceof Json.Arr(List<Json> all))
                || all.stream().noneMatch(Compactions::isCompaction)) {
            return body;
        }
        List<Json> items = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            items.add(isCompaction(all.get(i)) ? message((Json.Obj) all.get(i), i) : all.get(i));
        }
        return request.with("input", new Json.Arr(items)).toBytes();
    }

    private static boolean isCompaction(Json item) {
        return item instanceof Json.Obj object && EarlierItems.isCompaction(object);
    }

    private static boolean contains(byte[] body) {
        for (int i = 0; i + WORD.length <= body.length; i++) {
            int at = 0;
            while (at < WORD.length && body[i + at] == WORD[at]) {
                at++;
            }
            if (at == WORD.length) {
                return true;
            }
        }
        return false;
    }
}

package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A reader of the content of items: text, images, files of text and audio. Stateless. */
final class ResponsesParts {
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";
    private static final String IMAGE_URL = "image_url";
    private static final String FILE_DATA = "file_data";
    private static final String FILE_ID = "file_id";
    private static final String FILE_URL = "file_url";

    /** The media types of texts beside {@code text/…}. */
    private static final Set<String> TEXTS =
            Set.of(
                    "application/json",
                    "application/xml",
                    "application/yaml",
                    "application/x-yaml",
                    "application/toml",
                    "application/javascript",
                    "application/x-sh",
                    "application/sql",
                    "application/csv");

    private ResponsesParts() {}

    /**
     * Returns the parts of a member that is a text or an array of parts.
     *
     * @throws FailureException with {@code Invalid} that names the field, if it is neither
     */
    static List<Part> read(Members holder, String name) {
        return switch (holder.value(name).orElse(Json.Null.NULL)) {
            case Json.Str(String text) -> List.of(new Part.Text(text));
            case Json.Arr(List<Json> items) -> {
                List<Part> parts = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    parts.add(part(Members.of(holder.path(name) + "[" + i + "]", items.get(i))));
                }
                yield parts;
            }
            case Json.Null _ ->
                    throw Invalid.missing(holder.path(name), "a string or an array of parts");
            case Json other ->
                    throw Invalid.value(holder.path(name), other, "a string or an array of parts");
        };
    }

    private static Part part(Members part) {
        String type = part.requiredText("type");
        return switch (type) {
            case "input_text", "output_text", "text", "summary_text", "reasoning_text" ->
                    new Part.Text(part.requiredText("text"));
            case "refusal" -> new Part.Text(part.requiredText("refusal"));
            case "input_image" -> image(part);
            case "input_file" -> file(part);
            case "input_audio" -> audio(part);
            default ->
                    throw Invalid.value(
                            part.path("type"),
                            Json.of(type),
                            "\"input_text\", \"input_image\", \"input_file\", \"input_audio\","
                                    + " \"output_text\" or \"refusal\"");
        };
    }

    private static Part image(Members part) {
        refuse(part, FILE_ID);
        String url = part.requiredText(IMAGE_URL);
        int base64 = url.startsWith(DATA) ? url.indexOf(BASE64) : -1;
        return new Part.Image(
                base64 < 0
                        ? new Part.Data.Address(url)
                        : new Part.Data.Inline(
                                url.substring(DATA.length(), base64),
                                url.substring(base64 + BASE64.length())),
                part.text("detail"),
                Json.Obj.EMPTY);
    }

    /** Returns audio in the form of a chat, which is the same. */
    private static Part audio(Members part) {
        Members audio =
                part.members("input_audio")
                        .orElseThrow(() -> Invalid.missing(part.path("input_audio"), "an object"));
        return new Part.Other(
                Json.Obj.EMPTY
                        .with("type", Json.of("input_audio"))
                        .with(
                                "input_audio",
                                Json.Obj.EMPTY
                                        .with("data", Json.of(audio.requiredText("data")))
                                        .with("format", Json.of(audio.requiredText("format")))));
    }

    /** Returns a file as its name and its text. */
    private static Part file(Members part) {
        refuse(part, FILE_ID);
        refuse(part, FILE_URL);
        String data = part.requiredText(FILE_DATA);
        Optional<String> name = part.text("filename").filter(said -> !said.isBlank());
        String text = fileText(part, data);
        return new Part.Text(name.map(said -> said + "\n" + text).orElse(text));
    }

    private static String fileText(Members part, String data) {
        int comma = data.startsWith(DATA) ? data.indexOf(',') : -1;
        String head = comma < 0 ? "" : data.substring(DATA.length(), comma);
        String media = head.split(";", -1)[0];
        if (!isText(media) || !head.endsWith(";base64")) {
            throw noText(part, head);
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(data.substring(comma + 1));
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw noText(part, head);
        }
    }

    private static boolean isText(String media) {
        return media.startsWith("text/")
                || TEXTS.contains(media)
                || media.endsWith("+json")
                || media.endsWith("+xml");
    }

    private static FailureException noText(Members part, String head) {
        return Invalid.value(
                part.path(FILE_DATA),
                head.isEmpty() ? "no data URL" : DATA + head,
                "a data URL of text in UTF-8 and base64, such as"
                        + " \"data:text/plain;base64,…\"; this server does not read other files");
    }

    /** Refuses a reference to a file, since this server keeps none and fetches none. */
    private static void refuse(Members part, String name) {
        part.value(name)
                .ifPresent(
                        value -> {
                            throw Invalid.value(
                                    part.path(name),
                                    value,
                                    "nothing; send the data itself, since this server has no files"
                                            + " of clients");
                        });
    }
}

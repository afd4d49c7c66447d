package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A converter between content blocks and parts of a message: text, images and documents. */
final class AnthropicParts {
    static final String TYPE = "type";
    static final String TEXT = "text";
    private static final String IMAGE = "image";
    private static final String SOURCE = "source";
    private static final String CONTENT = "content";

    private AnthropicParts() {}

    /**
     * Returns the blocks of a member that is a text or an array of blocks.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the member is
     *     neither
     */
    static List<Members> blocks(Members holder, String name) {
        return switch (holder.value(name).orElse(Json.Arr.EMPTY)) {
            case Json.Str text ->
                    List.of(
                            new Members(
                                    holder.path(name),
                                    Json.Obj.EMPTY.with(TYPE, Json.of(TEXT)).with(TEXT, text)));
            case Json.Arr(List<Json> items) -> {
                List<Members> blocks = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    blocks.add(Members.of(holder.path(name) + "[" + i + "]", items.get(i)));
                }
                yield blocks;
            }
            case Json other ->
                    throw Invalid.value(
                            holder.path(name), other, "a string or an array of content blocks");
        };
    }

    /** Returns the part of a block; an unknown kind is kept with its text, if it has one. */
    static Part read(Members block) {
        return switch (block.requiredText(TYPE)) {
            case TEXT -> new Part.Text(block.requiredText(TEXT), block.except(TYPE, TEXT));
            case IMAGE -> image(block);
            case "document" -> new Part.Other(block.object(), Optional.of(document(block)));
            case "search_result" -> new Part.Other(block.object(), Optional.of(found(block)));
            default -> new Part.Other(block.object(), Optional.of(""));
        };
    }

    private static Part image(Members block) {
        Members source =
                block.members(SOURCE)
                        .orElseThrow(() -> Invalid.missing(block.path(SOURCE), "an object"));
        Json.Obj extras = block.except(TYPE, SOURCE);
        return switch (source.requiredText(TYPE)) {
            case "base64" ->
                    new Part.Image(
                            new Part.Data.Inline(
                                    source.requiredText("media_type"), source.requiredText("data")),
                            Optional.empty(),
                            extras);
            case "url" ->
                    new Part.Image(
                            new Part.Data.Address(source.requiredText("url")),
                            Optional.empty(),
                            extras);
            // An uploaded file exists only on a server of this dialect, so it has no neutral form.
            default -> new Part.Other(block.object(), Optional.of(""));
        };
    }

    /** Returns the text of a document; empty if the document is not text. */
    private static String document(Members block) {
        Members source =
                block.members(SOURCE)
                        .orElseThrow(() -> Invalid.missing(block.path(SOURCE), "an object"));
        String said =
                switch (source.requiredText(TYPE)) {
                    case TEXT -> source.requiredText("data");
                    case CONTENT -> texts(source);
                    default -> "";
                };
        return said.isEmpty() ? "" : titled(block, said);
    }

    private static String found(Members block) {
        return titled(block, texts(block));
    }

    private static String titled(Members block, String said) {
        return Stream.of(block.text("title").orElse(null), block.text("context").orElse(null), said)
                .filter(Objects::nonNull)
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("\n"));
    }

    private static String texts(Members holder) {
        return blocks(holder, CONTENT).stream()
                .flatMap(block -> block.text(TEXT).stream())
                .collect(Collectors.joining("\n"));
    }

    /** Returns the block of a part; empty if the part is of a kind of another dialect. */
    static Optional<Json.Obj> write(Part part) {
        return switch (part) {
            case Part.Text(String text, Json.Obj extras) -> Optional.of(text(text).withAll(extras));
            case Part.Image(Part.Data data, var _, Json.Obj extras) ->
                    Optional.of(
                            Json.Obj.EMPTY
                                    .with(TYPE, Json.of(IMAGE))
                                    .with(SOURCE, source(data))
                                    .withAll(extras.without("image_url")));
            // A part has a replacement text only if it came in this dialect.
            case Part.Other(Json.Obj value, Optional<String> text) ->
                    text.isPresent() ? Optional.of(value) : Optional.empty();
        };
    }

    static Json.Obj text(String text) {
        return Json.Obj.EMPTY.with(TYPE, Json.of(TEXT)).with(TEXT, Json.of(text));
    }

    private static Json source(Part.Data data) {
        return switch (data) {
            case Part.Data.Inline(String mediaType, String base64) ->
                    Json.Obj.EMPTY
                            .with(TYPE, Json.of("base64"))
                            .with(
                                    "media_type",
                                    Json.of(
                                            mediaType.equals("image/jpg")
                                                    ? "image/jpeg"
                                                    : mediaType))
                            .with("data", Json.of(base64));
            case Part.Data.Address(String url) ->
                    Json.Obj.EMPTY.with(TYPE, Json.of("url")).with("url", Json.of(url));
        };
    }
}

package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;

import java.util.Optional;

/**
 * The reader and writer of images as content parts: {@code
 * {"type":"image_url","image_url":{"url","detail"}}}.
 */
final class OpenAiImages {
    private static final String IMAGE_URL = "image_url";
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";

    private OpenAiImages() {}

    /**
     * Reads an image. Unknown members of the part are kept among the extras; those beside the url
     * are kept in an {@code image_url} there.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it has no url
     */
    static Part.Image read(Members part) {
        Json.Obj extras = part.except("type", IMAGE_URL);
        if (part.value(IMAGE_URL).orElse(null) instanceof Json.Str(String url)) {
            return new Part.Image(data(url), Optional.empty(), extras);
        }
        Members image =
                part.members(IMAGE_URL)
                        .orElseThrow(
                                () ->
                                        Invalid.missing(
                                                part.path(IMAGE_URL), JsonKind.OBJECT.words()));
        Json.Obj rest = image.except("url", "detail");
        return new Part.Image(
                data(image.requiredText("url")),
                image.text("detail"),
                rest.isEmpty() ? extras : extras.with(IMAGE_URL, rest));
    }

    /** Returns the data of an image that is given by its address or as a data URL. */
    static Part.Data data(String url) {
        int base64 = url.startsWith(DATA) ? url.indexOf(BASE64) : -1;
        return base64 < 0
                ? new Part.Data.Address(url)
                : new Part.Data.Inline(
                        url.substring(DATA.length(), base64),
                        url.substring(base64 + BASE64.length()));
    }

    static Json write(Part.Image image) {
        Json.Obj url = image.extras().object(IMAGE_URL).with("url", Json.of(url(image.data())));
        if (image.detail().isPresent()) {
            url = url.with("detail", Json.of(image.detail().get()));
        }
        Json.Obj part = Json.Obj.EMPTY.with("type", Json.of(IMAGE_URL)).with(IMAGE_URL, url);
        return part.withAll(image.extras().without(IMAGE_URL));
    }

    private static String url(Part.Data data) {
        return switch (data) {
            case Part.Data.Inline(String mediaType, String base64) ->
                    DATA + mediaType + BASE64 + base64;
            case Part.Data.Address(String url) -> url;
        };
    }
}

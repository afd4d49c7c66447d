package dev.chasqui.adapters.http.form;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A reader of the boundary between the parts of a form, which the request's Content-Type names. */
public final class FormBoundary {
    private static final String TYPE = "multipart/form-data";

    /** The pattern of a boundary (RFC 2046, section 5.1.1). */
    private static final Pattern BOUNDARY =
            Pattern.compile("[\\w'()+,./:=? -]{0,69}[\\w'()+,./:=?-]");

    private FormBoundary() {}

    /**
     * Returns true if a Content-Type is {@code multipart/form-data}, with or without parameters.
     */
    public static boolean isOf(String contentType) {
        return contentType.regionMatches(true, 0, TYPE, 0, TYPE.length());
    }

    /**
     * Returns the delimiter of the parts: a line end, two hyphens and the boundary.
     *
     * @throws FailureException with {@code Invalid} if the Content-Type is not that of a form, or
     *     has no valid boundary
     */
    static byte[] delimiter(String contentType) {
        String boundary =
                HeaderParameters.parse(contentType)
                        .filter(type -> type.value().equals(TYPE))
                        .map(type -> type.parameters().getOrDefault("boundary", ""))
                        .filter(stated -> BOUNDARY.matcher(stated).matches())
                        .orElseThrow(
                                () ->
                                        new FailureException(
                                                new Failure.Invalid(
                                                        "Content-Type",
                                                        "Content-Type: no valid boundary (expected:"
                                                                + " multipart/form-data;"
                                                                + " boundary=…)")));
        return ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }
}

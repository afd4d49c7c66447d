package dev.chasqui.adapters.http.form;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The boundary between the parts of a form, which the request's Content-Type states. */
public final class FormBoundary {
    private static final String TYPE = "multipart/form-data";

    /** A boundary as RFC 2046 allows it. */
    private static final Pattern BOUNDARY =
            Pattern.compile("[\\w'()+,./:=? -]{0,69}[\\w'()+,./:=?-]");

    private FormBoundary() {}

    /** Returns true if a Content-Type is that of a form with files. */
    public static boolean isOf(String contentType) {
        return contentType.regionMatches(true, 0, TYPE, 0, TYPE.length());
    }

    /**
     * Returns the delimiter of the parts: a line end, two hyphens and the boundary.
     *
     * @throws FailureException with {@code Invalid} if the Content-Type is no form's, or states no
     *     valid boundary
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

package dev.chasqui.adapters.http.edge;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A strict decoder of percent escapes in addresses: two hex digits each, and valid UTF-8 together.
 */
public final class PercentCoding {
    private PercentCoding() {}

    /**
     * Decodes a part of an address.
     *
     * @throws FailureException with {@code Invalid} if an escape is malformed
     */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) == '%') {
                bytes.write(octet(text, i + 1));
                i += 3;
            } else {
                bytes.write(text.charAt(i));
                i++;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static int octet(String text, int at) {
        if (at + 2 > text.length()
                || !HexFormat.isHexDigit(text.charAt(at))
                || !HexFormat.isHexDigit(text.charAt(at + 1))) {
            throw malformed();
        }
        return HexFormat.fromHexDigits(text, at, at + 2);
    }

    private static FailureException malformed() {
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        "the address holds a malformed escape (expected: % with two hex digits,"
                                + " UTF-8 when put together)"));
    }
}

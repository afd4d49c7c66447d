package dev.chasqui.plugins.rag.routes;

import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemHeaders;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.RequestContext;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The library's reader of forms, for bodies that come from no servlet: part by part as they come.
 *
 * <p>Used by one thread.
 */
final class Form extends AbstractFileUpload<RequestContext, DiskFileItem, DiskFileItemFactory> {
    private boolean headIsUtf8 = true;

    Form() {
        // So each byte of a head is there: see getParsedHeaders.
        setHeaderCharset(StandardCharsets.ISO_8859_1);
    }

    /** Whether the head of the last part is UTF-8; what is not became {@code �} in it. */
    boolean headIsUtf8() {
        return headIsUtf8;
    }

    /** The library's own way from bytes to text would not say where they are not UTF-8. */
    @Override
    public FileItemHeaders getParsedHeaders(String head) {
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        headIsUtf8 = Utf8.isWhole(bytes);
        return super.getParsedHeaders(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public FileItemInputIterator getItemIterator(RequestContext body)
            throws FileUploadException, IOException {
        return super.getItemIterator(body);
    }

    @Override
    public Map<String, List<DiskFileItem>> parseParameterMap(RequestContext body) {
        throw new UnsupportedOperationException("parts are read as they come");
    }

    @Override
    public List<DiskFileItem> parseRequest(RequestContext body) {
        throw new UnsupportedOperationException("parts are read as they come");
    }
}

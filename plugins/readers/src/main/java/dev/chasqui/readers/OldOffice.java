package dev.chasqui.readers;

import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Office files in the container that was usual before 2007; encrypted new ones are in it too. */
final class OldOffice {
    private OldOffice() {}

    /**
     * Returns the kind of a file by the streams in it.
     *
     * @throws Unreadable if it is encrypted or of no known kind
     * @throws IOException if it is damaged
     */
    static Kind kind(byte[] bytes) throws IOException {
        try (POIFSFileSystem files = new POIFSFileSystem(new ByteArrayInputStream(bytes))) {
            DirectoryNode root = files.getRoot();
            if (root.hasEntryCaseInsensitive("EncryptedPackage")) {
                throw new Unreadable(Outcome.ENCRYPTED);
            }
            if (root.hasEntryCaseInsensitive("WordDocument")) {
                return Kind.DOC;
            }
            if (root.hasEntryCaseInsensitive("Workbook") || root.hasEntryCaseInsensitive("Book")) {
                return Kind.XLS;
            }
            if (root.hasEntryCaseInsensitive("PowerPoint Document")) {
                return Kind.PPT;
            }
            throw new Unreadable(Outcome.UNKNOWN);
        }
    }
}

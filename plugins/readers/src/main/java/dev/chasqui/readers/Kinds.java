package dev.chasqui.readers;

/** The choice of the code that reads a kind of file. */
final class Kinds {
    private Kinds() {}

    /**
     * Reads a file into a text.
     *
     * @param said the kind that name and first bytes say; of files that are packed alike, the
     *     content decides
     * @return the kind that the file is
     * @throws Unreadable if it cannot be read, for a reason that its owner can act on
     * @throws Exception if it is damaged
     */
    static Kind read(Kind said, byte[] bytes, TextBuilder text) throws Exception {
        switch (said) {
            case PDF -> PdfFile.read(bytes, text);
            case EML -> Mail.message(bytes, text);
            case MBOX -> Mail.box(bytes, text);
            case RTF -> TikaFile.read(Kind.RTF, bytes, text);
            case DOCX, PPTX, XLSX, ODT, ODS, ODP, EPUB -> {
                Kind found = PackedFile.kind(bytes);
                if (found == Kind.ODT || found == Kind.ODS || found == Kind.ODP) {
                    OpenDocument.read(found, bytes, text);
                } else {
                    TikaFile.read(found, bytes, text);
                }
                return found;
            }
            case DOC, XLS, PPT -> {
                Kind found = OldOffice.kind(bytes);
                TikaFile.read(found, bytes, text);
                return found;
            }
        }
        return said;
    }
}

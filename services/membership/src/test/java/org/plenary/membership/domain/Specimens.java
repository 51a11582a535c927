package org.plenary.membership.domain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Files, good and bad, made here: no specimen of anything harmful is kept in the repository. */
public final class Specimens {
    private Specimens() {}

    /** A PDF of one empty page. */
    public static byte[] pdf() {
        return pdf("");
    }

    /** A PDF with this in its catalogue. */
    public static byte[] pdf(String inCatalogue) {
        return bytes("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + inCatalogue
                + ">>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
                + "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n"
                + "xref\n0 4\ntrailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n200\n%%EOF\n");
    }

    /** A PDF that has this packed in an object stream with this dictionary. */
    public static byte[] packed(String dictionary, byte[] packed) {
        byte[] begin = bytes("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n5 0 obj\n<< /Type /ObjStm "
                + dictionary + " /N 1 /First 4 /Length " + packed.length + " >>\nstream\n");
        return joined(begin, packed, bytes("\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"));
    }

    /** A PNG of one pixel. */
    public static byte[] png() {
        byte[] header = {0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0};
        return joined(
                bytes("\u0089PNG\r\n\u001a\n"),
                chunk("IHDR", header),
                chunk("IDAT", deflated(new byte[] {0, 0})),
                chunk("IEND", new byte[0]));
    }

    /** A PNG with this text in it. */
    public static byte[] png(String comment) {
        byte[] header = {0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0};
        return joined(
                bytes("\u0089PNG\r\n\u001a\n"),
                chunk("IHDR", header),
                chunk("tEXt", bytes("Comment\0" + comment)),
                chunk("IDAT", deflated(new byte[] {0, 0})),
                chunk("IEND", new byte[0]));
    }

    /** A PNG with this chunk before its image. */
    public static byte[] pngWith(String type, byte[] data) {
        byte[] png = png();
        int image = 8 + 25;
        return joined(
                java.util.Arrays.copyOf(png, image),
                chunk(type, data),
                java.util.Arrays.copyOfRange(png, image, png.length));
    }

    /** A JPEG with this comment, a frame of one pixel and a scan with a stuffed byte and a restart. */
    public static byte[] jpeg(String comment) {
        byte[] text = bytes(comment);
        int length = text.length + 2;
        byte[] begin = bytes("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0\1\1\0\0\1\0\1\0\0");
        byte[] mark = {(byte) 0xff, (byte) 0xfe, (byte) (length >> 8), (byte) length};
        byte[] image = bytes("\u00ff\u00c0\0\13\10\0\1\0\1\1\1\21\0\u00ff\u00da\0\10\1\1\0\0\77\0"
                + "\22\u00ff\0\64\u00ff\u00d0\126");
        return joined(begin, mark, text, image, bytes("\u00ff\u00d9"));
    }

    /** An archive with one entry of zeros, which packs to almost nothing. */
    public static byte[] zip(int zeros) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            byte[] kilobyte = new byte[1024];
            for (int i = 0; i < zeros / 1024; i++) {
                zip.write(kilobyte);
            }
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A word processor's document, as far as it is an archive with its names. */
    public static byte[] docx() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : new String[] {"[Content_Types].xml", "word/document.xml"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(bytes("<?xml version=\"1.0\"?><x/>"));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The begin of a Windows program. */
    public static byte[] exe() {
        byte[] program = new byte[512];
        System.arraycopy(bytes("MZ\u0090\0\3\0\0\0\4\0\0\0\u00ff\u00ff"), 0, program, 0, 14);
        program[60] = (byte) 0x80;
        System.arraycopy(bytes("PE\0\0"), 0, program, 0x80, 4);
        return program;
    }

    /** zlib's packing. */
    public static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        deflater.setInput(plain);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] typed = joined(bytes(type), data);
        CRC32 crc = new CRC32();
        crc.update(typed);
        return joined(number(data.length), typed, number((int) crc.getValue()));
    }

    private static byte[] number(int n) {
        return new byte[] {(byte) (n >> 24), (byte) (n >> 16), (byte) (n >> 8), (byte) n};
    }

    /** A JPEG as an encoder writes it, in one scan or in several. */
    static byte[] photo(boolean progressive) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        java.util.Random random = new java.util.Random(5);
        for (int i = 0; i < 40 * 30; i++) {
            image.setRGB(i % 40, i / 40, random.nextInt());
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(to);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** A PNG as an encoder writes it. */
    static byte[] drawing() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(9, 7, BufferedImage.TYPE_BYTE_INDEXED), "png", out);
        return out.toByteArray();
    }

    /** The characters as bytes, one each. */
    public static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** One behind the other. */
    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}

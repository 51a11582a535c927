package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.membership.domain.Specimens.bytes;
import static org.plenary.membership.domain.Specimens.deflated;
import static org.plenary.membership.domain.Specimens.joined;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a note verbale may be, judged by its bytes. */
class FileRulesTest {
    private static void refused(FileKind kind, byte[] bytes, FileFault fault) {
        assertThat(FileRules.fault(kind, bytes)).contains(fault);
    }

    private static void taken(FileKind kind, byte[] bytes) {
        assertThat(FileRules.fault(kind, bytes)).isEmpty();
    }

    @Test
    void a_plain_file_of_each_kind_is_taken() {
        taken(FileKind.PDF, Specimens.pdf());
        taken(FileKind.PNG, Specimens.png());
        taken(FileKind.PNG, Specimens.png("a comment"));
        taken(FileKind.JPEG, Specimens.jpeg("a comment"));
        byte[] open = deflated(bytes("1 0 << /Type /Font /BaseFont /Helvetica >>"));
        taken(FileKind.PDF, Specimens.packed("/Filter /FlateDecode", open));
        taken(FileKind.PDF, Specimens.packed("/Filter [ /FlateDecode ]", open));
    }

    @Test
    void what_encoders_write_is_taken() throws Exception {
        taken(FileKind.JPEG, Specimens.photo(false));
        byte[] progressive = Specimens.photo(true);
        assertThat(new String(progressive, java.nio.charset.StandardCharsets.ISO_8859_1))
                .as("of several scans")
                .containsPattern("\u00ff\u00da[\\s\\S]*\u00ff\u00da");
        taken(FileKind.JPEG, progressive);
        taken(FileKind.PNG, Specimens.drawing());
        taken(FileKind.PNG, Specimens.pngWith("eXIf", bytes("II*\0")));
    }

    @Test
    void a_jpeg_ends_at_its_first_end_of_image() throws Exception {
        byte[] end = bytes("\u00ff\u00d9");
        byte[] script = bytes("#!/bin/sh\nrm -rf /\n");
        for (byte[] image : new byte[][] {Specimens.jpeg("x"), Specimens.photo(false), Specimens.photo(true)}) {
            refused(FileKind.JPEG, joined(image, script, end), FileFault.FILE_MALFORMED);
            refused(FileKind.JPEG, joined(image, bytes("Rar!\u001a\7\0"), end), FileFault.FILE_MALFORMED);
            refused(FileKind.JPEG, joined(image, image), FileFault.FILE_MALFORMED);
            refused(FileKind.JPEG, Arrays.copyOf(image, image.length - 2), FileFault.FILE_MALFORMED);
        }
        refused(FileKind.JPEG, joined(bytes("\u00ff\u00d8\u00ff"), script, end), FileFault.FILE_MALFORMED);
        refused(
                FileKind.JPEG,
                joined(bytes("\u00ff\u00d8\u00ff\u00e0\u00ff\u00ff"), script, end),
                FileFault.FILE_MALFORMED);
        refused(FileKind.JPEG, bytes("\u00ff\u00d8\u00ff\u00fe\0\3x\u00ff\u00d9"), FileFault.FILE_MALFORMED);
    }

    @Test
    void a_png_is_its_registered_chunks_each_unharmed_from_ihdr_to_iend() {
        byte[] png = Specimens.png("x");
        byte[] harmed = png.clone();
        harmed[8 + 25 + 8 + 9]++;
        refused(FileKind.PNG, harmed, FileFault.FILE_MALFORMED);
        refused(FileKind.PNG, Specimens.pngWith("EVIL", bytes("x")), FileFault.FILE_MALFORMED);
        refused(FileKind.PNG, Specimens.pngWith("evIl", bytes("x")), FileFault.FILE_MALFORMED);
        refused(FileKind.PNG, Specimens.pngWith("IHDR", new byte[13]), FileFault.FILE_MALFORMED);
        refused(FileKind.PNG, Specimens.pngWith("IEND", new byte[0]), FileFault.FILE_MALFORMED);
        byte[] signature = bytes("\u0089PNG\r\n\u001a\n");
        byte[] data = Specimens.chunk("IDAT", deflated(new byte[] {0, 0}));
        byte[] end = Specimens.chunk("IEND", new byte[0]);
        byte[] header = Specimens.chunk("IHDR", new byte[13]);
        refused(FileKind.PNG, joined(signature, data, header, end), FileFault.FILE_MALFORMED);
        refused(FileKind.PNG, joined(signature, header, end), FileFault.FILE_MALFORMED);
        refused(
                FileKind.PNG,
                joined(signature, header, data, Specimens.chunk("IEND", bytes("x"))),
                FileFault.FILE_MALFORMED);
        taken(FileKind.PNG, joined(signature, header, data, end));
    }

    @Test
    void an_archive_behind_a_file_makes_it_two_kinds() {
        byte[] zip = Specimens.zip(1024);
        refused(FileKind.PDF, joined(Specimens.pdf(), zip), FileFault.FILE_OF_TWO_KINDS);
        refused(FileKind.PNG, joined(Specimens.png(), zip), FileFault.FILE_OF_TWO_KINDS);
        refused(FileKind.JPEG, joined(Specimens.jpeg("x"), zip), FileFault.FILE_OF_TWO_KINDS);
        refused(FileKind.JPEG, joined(Specimens.jpeg("x"), zip, bytes("\u00ff\u00d9")), FileFault.FILE_OF_TWO_KINDS);
        refused(
                FileKind.PNG,
                Specimens.png(new String(zip, java.nio.charset.StandardCharsets.ISO_8859_1)),
                FileFault.FILE_OF_TWO_KINDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "<HTML>", "<!DOCTYPE html>", "<svg onload=x>", "<?php x"})
    void a_page_at_the_begin_of_a_file_makes_it_two_kinds(String page) {
        refused(FileKind.PNG, Specimens.png(page), FileFault.FILE_OF_TWO_KINDS);
        refused(FileKind.JPEG, Specimens.jpeg(page), FileFault.FILE_OF_TWO_KINDS);
        byte[] pdf = Specimens.pdf("/X (" + page + ")");
        refused(FileKind.PDF, pdf, FileFault.FILE_OF_TWO_KINDS);
    }

    @Test
    void a_pdf_within_an_image_makes_it_two_kinds() {
        refused(FileKind.JPEG, Specimens.jpeg("%PDF-1.4 "), FileFault.FILE_OF_TWO_KINDS);
        refused(FileKind.PNG, Specimens.png("%PDF-1.4 "), FileFault.FILE_OF_TWO_KINDS);
    }

    @Test
    void a_file_begins_and_ends_as_its_kind_does() {
        refused(FileKind.PDF, joined(bytes("junk"), Specimens.pdf()), FileFault.FILE_MALFORMED);
        refused(FileKind.PDF, joined(Specimens.pdf(), bytes("junk")), FileFault.FILE_MALFORMED);
        refused(FileKind.PNG, joined(Specimens.png(), bytes("junk")), FileFault.FILE_MALFORMED);
        byte[] png = Specimens.png();
        refused(FileKind.PNG, Arrays.copyOf(png, png.length - 3), FileFault.FILE_MALFORMED);
        refused(FileKind.JPEG, joined(Specimens.jpeg("x"), bytes("GIF89a")), FileFault.FILE_MALFORMED);
        refused(FileKind.JPEG, bytes("\u00ff\u00d8\u00ff\u00e0"), FileFault.FILE_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/OpenAction 4 0 R",
                "/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
                "/AA << /O << /S /JavaScript >> >>",
                "/AA << /O << /S /J#61vaScr#69pt >> >>",
                "/A << /S /Launch >>",
                "/Names << /EmbeddedFiles 4 0 R >>",
                "/EmbeddedFile",
                "/Subtype /FileAttachment /FS 4 0 R",
                "/AcroForm << /XFA 4 0 R >>",
                "/A << /S /SubmitForm >>",
                "/RichMedia",
                "/A << /S /Rendition /OP 0 >>",
                "/A << /JS (app.alert(1)) >>",
                "/A << /JS %x\n 7 0 R >>",
                "/A << /J#53 <6170702e> >>",
                "/AA << /O << /S /URI >> >>",
                "/AA 7 0 R",
                "/A << /S /GoToE >>"
            })
    void a_pdf_that_acts_is_refused(String active) {
        refused(FileKind.PDF, Specimens.pdf(active), FileFault.FILE_ACTIVE);
        byte[] packed = deflated(bytes("1 0 << " + active + " >>"));
        refused(FileKind.PDF, Specimens.packed("/Filter /FlateDecode", packed), FileFault.FILE_ACTIVE);
    }

    @Test
    void a_name_that_only_begins_like_one_that_acts_does_not_act() {
        taken(FileKind.PDF, Specimens.pdf("/LaunchedBy (x) /OpenActions 3 /JSON (x) /AAPL << >>"));
        taken(FileKind.PDF, Specimens.pdf("/X (an image has /JS\u0001 and /AA\u0002 in it by chance)"));
    }

    @Test
    void what_cannot_be_looked_through_is_refused() {
        refused(FileKind.PDF, Specimens.pdf("/Encrypt 4 0 R"), FileFault.FILE_UNREADABLE);
        byte[] twice = deflated(deflated(bytes("/JavaScript")));
        refused(
                FileKind.PDF,
                Specimens.packed("/Filter [/FlateDecode /FlateDecode]", twice),
                FileFault.FILE_UNREADABLE);
        refused(FileKind.PDF, Specimens.packed("/Filter /LZWDecode", bytes("x")), FileFault.FILE_UNREADABLE);
        refused(FileKind.PDF, Specimens.packed("/Filter 7 0 R", deflated(bytes("x"))), FileFault.FILE_UNREADABLE);
        refused(FileKind.PDF, Specimens.packed("/Filter /FlateDecode", bytes("no zlib")), FileFault.FILE_UNREADABLE);
        byte[] predicted = deflated(bytes("x"));
        refused(
                FileKind.PDF,
                Specimens.packed("/Filter /FlateDecode /DecodeParms << /Predictor 12 >>", predicted),
                FileFault.FILE_UNREADABLE);
        refused(FileKind.PDF, Specimens.pdf("/Type /O#62jStm"), FileFault.FILE_UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Filter /FlateDecode /X (obj)",
                "/Filter /FlateDecode /X (5 0 obj <<)",
                "/Filter /FlateDecode /X (\\n5 0 obj << /Y \\()",
                "/Filter /FlateDecode /Xobj << >>",
                "/Filter /FlateDecode %5 0 obj <<\n",
                "/Filter /FlateDecode /X <obj>",
                "/Filter [/FlateDecode /FlateDecode] /X (/Filter /FlateDecode >>)",
                "/DecodeParms << /Filter /FlateDecode >> /Filter [/FlateDecode /FlateDecode]",
                "/Filter [/FlateDecode /ASCIIHexDecode]",
                ""
            })
    void a_dictionary_that_hides_how_its_objects_are_packed_is_refused(String dictionary) {
        byte[] script = deflated(bytes("1 0 << /S /JavaScript >>"));
        byte[] begin = bytes("%PDF-1.7\n5 0 obj\n<< " + dictionary + " /Type /ObjStm /N 1 /First 4 >>\nstream\n");
        byte[] end = bytes("\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");
        FileFault fault = FileFault.FILE_UNREADABLE;
        if (dictionary.contains("ASCIIHex")) {
            script = deflated(bytes("31 30 3c 3c 2f 53 20 2f 4a 53"));
        } else if (dictionary.contains("[/FlateDecode /FlateDecode]")) {
            script = deflated(script);
        }
        refused(FileKind.PDF, joined(begin, script, end), fault);
        byte[] hexadecimal = bytes("31 20 30 20 3c 3c 2f 53 20 2f 4a 61 76 61 53 63 72 69 70 74>");
        refused(FileKind.PDF, joined(begin, hexadecimal, end), fault);
    }

    @Test
    void an_object_stream_that_lies_open_is_looked_through() {
        taken(FileKind.PDF, Specimens.packed("", bytes("1 0 << /Type /Font >>")));
        refused(FileKind.PDF, Specimens.packed("", bytes("1 0 << /S /JavaScript >>")), FileFault.FILE_ACTIVE);
    }

    @Test
    void an_object_stream_that_unpacks_without_end_is_given_up() {
        byte[] bomb = deflated(new byte[PdfRules.UNPACKED_MAX + 1]);
        assertThat(bomb.length).isLessThan(32 * 1024);
        refused(FileKind.PDF, Specimens.packed("/Filter /FlateDecode", bomb), FileFault.FILE_UNREADABLE);
    }

    @Test
    void any_bytes_at_all_are_judged_and_none_of_them_breaks_the_judge() {
        Random random = new Random(4);
        byte[][] good = {Specimens.pdf(), Specimens.png(), Specimens.jpeg("x")};
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = good[i % 3].clone();
            for (int n = random.nextInt(8); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            for (FileKind kind : FileKind.values()) {
                assertThat(FileRules.fault(kind, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))))
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../note.pdf",
                "..\\note.pdf",
                "/etc/passwd",
                "C:note.pdf",
                ".htaccess",
                "a\u0000.pdf",
                "a\r\nX: y.pdf",
                "a%00.pdf",
                "a%0d%0a.pdf",
                "%2e%2e%2fnote.pdf",
                "note\u202efdp.exe",
                "note\u2028.pdf",
                " "
            })
    void a_name_that_plays_tricks_is_refused(String name) {
        assertThat(FileRules.named(name)).isFalse();
    }

    @Test
    void a_name_is_kept_as_short_plain_text() {
        assertThat(FileRules.named("Note verbale 17 (2027).pdf")).isTrue();
        assertThat(FileRules.named("ครุฑ.pdf")).isTrue();
        assertThat(FileRules.named("n".repeat(256))).isFalse();
        assertThat(FileRules.kept("a<b>&\"'.pdf")).isEqualTo("a_b____.pdf");
        assertThat(FileRules.kept("n".repeat(255))).hasSize(100);
    }
}

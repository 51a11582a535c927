package org.plenary.membership.domain;

import java.util.Locale;

/** Why a file is not kept; each is a problem type of the contract. */
public enum FileFault {
    FILE_EMPTY("The file is empty."),
    FILE_KIND_NOT_ALLOWED("A note verbale is a PDF, PNG or JPEG file; this one is not, whatever its name says."),
    FILE_NAME_NOT_ALLOWED("The file's name has a path or characters in it that a name has not, or is too long."),
    FILE_MALFORMED("The file is damaged, or something was put behind its end."),
    FILE_OF_TWO_KINDS("The file is of two kinds at once, and is not kept."),
    FILE_ACTIVE("The PDF can act when it is opened (script, launch, attachment or open action), and is not kept."),
    FILE_UNREADABLE("The PDF is encrypted or packed so that it cannot be looked through, and is not kept.");

    private final String sentence;

    FileFault(String sentence) {
        this.sentence = sentence;
    }

    /** The name in the problem's type. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }
}

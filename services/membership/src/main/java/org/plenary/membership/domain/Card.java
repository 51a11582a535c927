package org.plenary.membership.domain;

import java.time.Duration;
import java.util.List;

/** The values of a rule card. */
public record Card(
        Duration noticeMinimum,
        Duration regularBefore,
        Duration supplementaryBefore,
        int quorumOpen,
        int quorumDecide,
        String consultation,
        Duration consultationPeriod,
        Duration lapseAfter,
        Duration silenceMinimum,
        Duration statementsWindow,
        List<String> mayBreakSilence) {}

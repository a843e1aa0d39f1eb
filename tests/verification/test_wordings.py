"""A claim in other words than its quotes, and one that says something else with much the same words."""

from __future__ import annotations

import pytest

from curbside.verification.checks import COMPARISONS
from curbside.verification.comparison import hold

_BOTH_WAYS = """
Mortality was lower with drug A than with drug B (12% vs 18%).
    = Fewer patients died on drug A than on drug B.
    ! Fewer patients died on drug B than on drug A.
Mortality was lower with drug A than with drug B (12% vs 18%).
    = More patients died on drug B than on drug A.
    ! More patients died on drug A than on drug B.
Compared with placebo, semaglutide reduced body weight and increased nausea.
    = On semaglutide, weight came down and nausea was more common than on placebo.
    ! On semaglutide, weight went up and nausea was less common than on placebo.
Survival was significantly longer in the chemotherapy group than in the control group.
    = Patients given chemotherapy lived significantly longer than controls.
    ! Controls lived significantly longer than patients given chemotherapy.
The incidence of hypoglycaemia was significantly higher in the insulin group.
    = Hypoglycaemia was significantly more frequent on insulin.
    ! Hypoglycaemia was significantly less frequent on insulin.
There was no significant difference in pain between groups, but function improved more with exercise.
    = Exercise improved function more, while pain did not differ significantly.
    ! Exercise improved pain more, while function did not differ significantly.
Vitamin D did not reduce the risk of falls.
    = Falls were no less likely with vitamin D.
    ! Falls were less likely with vitamin D.
Vitamin D did not reduce the risk of falls.
    = The risk of falling was not lowered by vitamin D.
    ! The risk of falling was lowered by vitamin D.
Higher coffee intake was inversely associated with liver cancer risk.
    = Those who drank more coffee had a lower risk of liver cancer.
    ! Those who drank more coffee had a higher risk of liver cancer.
Higher coffee intake was associated with a lower risk of liver cancer.
    = Liver cancer was less frequent in people with a higher intake of coffee.
    ! Liver cancer was more frequent in people with a higher intake of coffee.
Low ferritin levels were associated with increased fatigue.
    = People with low ferritin had more fatigue.
    ! People with low ferritin had less fatigue.
The procedure time was shorter and blood loss was less in the laparoscopic group.
    = Laparoscopy took less time and cost less blood.
    ! Laparoscopy took more time and cost less blood.
Adherence declined from 80% to 60% over 12 months.
    = Over 12 months, adherence fell to 60% from 80%.
    ! Over 12 months, adherence rose to 80% from 60%.
Patients receiving statins had fewer strokes but more cases of diabetes.
    = Strokes were rarer and diabetes commoner in those who received statins.
    ! Strokes were commoner and diabetes rarer in those who received statins.
Depression scores improved significantly in the CBT group.
    = Depression scores fell significantly with CBT.
    ! Depression scores rose significantly with CBT.
Depression scores improved significantly in the CBT group.
    = With CBT, depression eased significantly.
    ! With CBT, depression worsened significantly.
Quality of life was better preserved in the surgery arm.
    = Quality of life held up better after surgery.
    ! Quality of life held up worse after surgery.
HbA1c decreased by 0.8% with metformin and by 0.3% with placebo.
    = HbA1c came down 0.8% on metformin and 0.3% on placebo.
    ! HbA1c went up 0.8% on metformin and 0.3% on placebo.
Female sex and older age increased the risk of delirium.
    = Delirium was likelier in women and in older people.
    ! Delirium was less likely in women and in older people.
The sensitivity of MRI was higher than that of CT, whereas specificity was lower.
    = MRI was more sensitive but less specific than CT.
    ! MRI was less sensitive but more specific than CT.
Smokers had a twofold higher risk of relapse than non-smokers.
    = Relapse was twice as likely in smokers as in non-smokers.
    ! Relapse was half as likely in smokers as in non-smokers.
The intervention failed to improve sleep quality.
    = Sleep quality did not get better with the intervention.
    ! Sleep quality got better with the intervention.
Time to first flatus was significantly shorter with gum chewing.
    = Chewing gum brought the first flatus forward significantly.
    ! Chewing gum delayed the first flatus significantly.
No deaths occurred in either group.
    = None of the patients in either group died.
    ! Deaths occurred in both groups.
The optimal duration of therapy is unknown.
    = How long to treat for is not known.
    ! How long to treat for is known.
Neither drug affected blood pressure.
    = Blood pressure was unchanged by both drugs.
    ! Blood pressure was changed by both drugs.
All patients tolerated the treatment without serious adverse events.
    = No serious adverse events were seen, and everyone tolerated the treatment.
    ! Serious adverse events were seen, though everyone tolerated the treatment.
Dose adjustment is not required in mild renal impairment.
    = In mild renal impairment, the dose need not be changed.
    ! In mild renal impairment, the dose must be changed.
Dose adjustment is not required in mild renal impairment.
    = Mild renal impairment calls for no adjustment of the dose.
    ! Mild renal impairment calls for an adjustment of the dose.
The new score did not predict mortality.
    = Mortality could not be predicted from the new score.
    ! Mortality could be predicted from the new score.
The new score did not predict mortality.
    = The new score was no predictor of mortality.
    ! The new score was a predictor of mortality.
Drug A was noninferior to drug B for recurrence.
    = For recurrence, drug A was not inferior to drug B.
    ! For recurrence, drug A was inferior to drug B.
There is insufficient evidence to recommend screening.
    = The evidence is not enough to recommend screening.
    ! The evidence is enough to recommend screening.
Only 3 of 40 children had no fever.
    = Fever was absent in just 3 of 40 children.
    ! Fever was present in just 3 of 40 children.
Age, but not sex, was associated with relapse.
    = Relapse went with age, whereas sex did not matter.
    ! Relapse went with sex, whereas age did not matter.
Metformin should be avoided in patients with eGFR below 30.
    = Patients with an eGFR below 30 should not take metformin.
    ! Patients with an eGFR below 30 should take metformin.
Routine antibiotic prophylaxis is not recommended.
    = Antibiotics should not be given routinely as prophylaxis.
    ! Antibiotics should be given routinely as prophylaxis.
Routine antibiotic prophylaxis is not recommended.
    = The guideline advises against routine antibiotic prophylaxis.
    ! The guideline advises routine antibiotic prophylaxis.
The two techniques did not differ in operating time.
    = Operating time was alike with the two techniques.
    ! Operating time differed between the two techniques.
Cognitive decline was not slowed by the supplement.
    = The supplement did nothing to slow cognitive decline.
    ! The supplement slowed cognitive decline.
A benefit of the vaccine in older adults cannot be excluded.
    = The vaccine may still benefit older adults.
    ! The vaccine does not benefit older adults.
Patients without diabetes had better graft survival.
    = Graft survival was better in nondiabetic patients.
    ! Graft survival was better in diabetic patients.
Never smokers had a lower risk.
    = The risk was lower in those who had never smoked.
    ! The risk was lower in those who smoked.
Treatment was discontinued in 12 patients because of lack of efficacy.
    = Twelve patients stopped treatment because it did not work.
    ! Twelve patients stopped treatment because it worked.
The association was no longer significant after adjustment.
    = After adjustment, the association lost its significance.
    ! After adjustment, the association kept its significance.
There was no evidence of publication bias.
    = Publication bias was not evident.
    ! Publication bias was evident.
Pain did not return during follow-up.
    = During follow-up there was no recurrence of pain.
    ! During follow-up there was recurrence of pain.
The drug is contraindicated in pregnancy.
    = Pregnant women must not take the drug.
    ! Pregnant women may take the drug.
No patient required surgery.
    = Surgery was not needed in any patient.
    ! Surgery was needed in every patient.
Half of the patients were unaware of their diagnosis.
    = Half of the patients did not know of their diagnosis.
    ! Half of the patients knew of their diagnosis.
There was no significant difference in pain between the groups (P = 0.22).
    = Pain did not differ significantly between the groups (P = 0.22).
    ! There was a significant difference in pain between the groups (P = 0.22).
Aggressive chemotherapy gave similar survival without impairing quality of life.
    = Aggressive chemotherapy gave similar survival and did not impair quality of life.
    ! Aggressive chemotherapy gave similar survival while impairing quality of life.
Carriage of resistant genotypes was associated with failure in the first group, but not in the second.
    = In the first group, and not in the second, failure was associated with carriage of resistant genotypes.
    ! Carriage of resistant genotypes was associated with failure in the first group and in the second.
Surgery should be considered in recurrent disease.
    = Surgery is worth considering in recurrent disease.
    ! Surgery is needed in recurrent disease.
The risk was lower in early-stage disease.
    = Early-stage disease had the lower risk.
    ! The risk was lower in late-stage disease.
The drug should be used only if the infection is confirmed.
    = Only if the infection is confirmed should the drug be used.
    ! The drug should be used in infection.
"""
"""A source; ``=`` what says it otherwise, ``!`` what says otherwise."""

_FIGURES = """
Recurrence was seen in 15 of 120 patients (12.5%).
    = Of 120 patients, 15 had a recurrence.
    = The recurrence rate was 12.5% (n = 15).
The median duration was 14 days (range, 7 to 21).
    = The median duration was two weeks, with a range from 7 to 21 days.
A dose of 500 mg was given every 12 hours.
    = 500 mg was given twice daily.
The sensitivity was 0.92 and the specificity 0.85.
    = Sensitivity was 92% and specificity 85%.
The correlation was weak (r = 0.21, P < 0.001).
    = There was a weak correlation (r of 0.21, P below 0.001).
At 12-month follow-up, 85% were alive.
    = 85% were alive at one year.
Incidence was 3.2 per 1000 person-years.
    = There were 3.2 cases per 1,000 person-years.
The AUC was 0.87 (95% CI, 0.82-0.91).
    = The area under the curve was 0.87 (95% CI 0.82 to 0.91).
Blood loss was 1.2 L vs 800 mL.
    = Blood loss was 1200 mL against 800 mL.
Hemoglobin was <7 g/dL in 4.5%.
    = In 4.5%, haemoglobin was below 7 g/dL.
Patients older than 65 years had a hazard ratio of 1.45 (95% CI 1.10-1.91).
    = Over the age of 65, the hazard was 45% higher (95% CI 10% to 91%).
Odds were lower (OR 0.45; 95% CI 0.30-0.68; p<0.001).
    = The odds were 55% lower (95% CI 32% to 70%; p<0.001).
The risk was increased 2.5-fold.
    = The risk was two and a half times as high.
From 2001 through 2010, 45 cases were identified.
    = Between 2001 and 2010, 45 cases were found.
Pain decreased from 7/10 to 3/10.
    = Pain fell from 7 to 3 out of 10.
Median survival was 8.1 v 6.2 months.
    = Median survival was 8.1 months, as against 6.2.
Results were obtained in 97.5 ± 2.1%.
    = Results were obtained in 97.5% (SD 2.1).
A p-value of less than 0.05 was considered significant.
    = Significance was set at P < 0.05.
Six of the eight patients (75%) responded.
    = Three quarters of the patients (6 of 8) responded.
Treatment lasted 6 weeks (42 days).
    = Treatment lasted a month and a half.
The drug was given at 5 mg once daily.
    = The drug was given as one 5 mg dose a day.
There was a 20% relative risk reduction.
    = The relative risk was 0.80.
    = The risk fell by a fifth.
The hazard ratio for death was 0.82 (95% CI, 0.69-0.97; P = 0.02) with the drug compared with placebo.
    = Death was less frequent on the drug (hazard ratio 0.82, 95% confidence interval from 0.69 to 0.97).
    = The hazard of death fell with the drug: HR 0.82, with a 95% CI of 0.69 to 0.97.
    = HR for death 0.82; 95% CI 0.69 through 0.97.
    = For death the HR was 0.82 and its 95% confidence interval ran from 0.69 to 0.97.
    = For death the HR was 0.82 and the 95% CI extended from 0.69 up to 0.97.
    = The hazard ratio of death was 0.82, the 95% CI lying between 0.69 and 0.97.
    = The hazard ratio of death was 0.82 (with 95% confidence between 0.69 and 0.97).
    = The hazard of dying was multiplied by 0.82 (95% CI 0.69 to 0.97).
    = The hazard of dying was 0.82 times that on placebo (95% CI 0.69 to 0.97).
    = The hazard of dying on the drug was 0.82 of that on placebo (0.69 to 0.97).
    = HR = 0.82 [0.69; 0.97] for death.
    = HR 0.82 (0.69 to 0.97) for death.
    = An HR of 0.82 (CI 0.69 to 0.97) was found for death.
    = The HR for death was 0.82, with 95% confidence limits of 0.69 and 0.97.
    = The drug lowered the hazard of death by 18% (95% CI 3% to 31%).
    = The drug lowered the hazard of death by 18% (95% CI 3 to 31%).
    = Deaths were fewer on the drug, with p at 0.02.
    = Deaths were fewer on the drug (p of 0.02).
    = Deaths were fewer on the drug, p being 0.02.
    = Deaths were fewer on the drug (p value 0.02).
    = Deaths were fewer on the drug, a difference significant at P below 0.05.
    = Deaths were fewer on the drug; the P-value was 0.02.
    = Deaths were fewer on the drug, with a P value of 0.02.
    = Hazard ratio of death 0.82: the 95% interval runs from 0.69 to 0.97.
    = The drug cut the hazard of death to 0.82 (95% CI 0.69 to 0.97).
    = The drug cut the hazard of death to 0.82 times that of placebo, 95% CI from 0.69 to 0.97.
    = Compared with placebo, 0.82 was the hazard ratio of death (95% CI: 0.69 to 0.97)
    = The 95% CI of the hazard ratio of death was 0.69 to 0.97.
    = The hazard of death was lower (the 95% CI of the hazard ratio ran from 0.69 to 0.97).
    = The hazard of death was 18% lower (hazard ratio's 95% CI 0.69 to 0.97).
    = The hazard of death was 18% lower (95% CI for the hazard ratio: 0.69 to 0.97).
    = The hazard of death was 18% lower (95% CI for the HR 0.69-0.97).
    = The hazard of death was 18% lower (95% CI for the HR, 0.69 to 0.97).
    = The hazard of death was 18% lower (95% CI of HR between 0.69 and 0.97).
    = The hazard of death was 18% lower (95% CI for the ratio from 0.69 to 0.97).
    = The hazard of death was 18% lower (ratio, 95% CI 0.69 to 0.97).
    = The hazard of death was 18% lower (hazard ratio 95% CI 0.69 to 0.97).
    = The hazard of death was 18% lower (95% CI 3% to 31% lower).
"""


def _rows(table: str, mark: str) -> list[tuple[str, str]]:
    rows, source = [], ""
    for line in table.strip().splitlines():
        if not line.startswith(" "):
            source = line
        elif line.strip().startswith(mark):
            rows.append((source, line.strip().removeprefix(mark).strip()))
    return rows


def _objections(claim: str, source: str) -> list[str]:
    held = hold(claim, (source,))
    return [f"{one.name}: {found.reason}" for one in COMPARISONS if (found := one.mismatch(held))]


@pytest.mark.parametrize(("source", "claim"), _rows(_BOTH_WAYS, "=") + _rows(_FIGURES, "="))
def test_what_says_the_same_in_other_words_is_upheld(source: str, claim: str) -> None:
    assert _objections(claim, source) == []


@pytest.mark.parametrize(("source", "claim"), _rows(_BOTH_WAYS, "!"))
def test_what_says_something_else_in_the_same_words_is_not(source: str, claim: str) -> None:
    assert _objections(claim, source) != []

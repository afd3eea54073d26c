"""Reports: where one force stands, and the nation. Built once as plain values, set as page and as tagged PDF.

said = force_report.build(ret, Basis.PUBLISHED)       # words, numbers and pictures, after disclosure
document.pdf(said)                                    # the same as PDF/UA-1
"""

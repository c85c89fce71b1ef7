using UserService.Core.Kyc.Checks;

namespace UserService.Tests.Unit.Kyc;

public sealed class NameMatchTests
{
    private const decimal Pass = 0.92m;
    private const decimal Review = 0.65m;

    [Theory]
    [InlineData("Ada Okafor", "OKAFOR ADA")]
    [InlineData("Ada Okafor", "Okafor, Ada Ngozi")]
    [InlineData("Ọláwálé Adébáyọ̀", "ADEBAYO OLAWALE")]
    [InlineData("Aminu Ɗanjuma", "Danjuma Aminu")]
    [InlineData("Mrs. Ada Okafor", "Ada Okafor")]
    [InlineData("Chief Dr. Emeka Obi", "OBI EMEKA")]
    [InlineData("Adebayo-Ojo Tunde", "Tunde Adebayo Ojo")]
    [InlineData("Olu Wole Soyinka", "Oluwole Soyinka")]
    [InlineData("Fatou N'Diaye", "Fatou NDiaye")]
    [InlineData("Fatou N’Diaye", "Fatou N'Diaye")]
    [InlineData("Jürgen Groß", "JURGEN GROSS")]
    [InlineData("Ada Okafor", "Ada Okafro")]
    [InlineData("Ada Okafor", "Ada Okafo")]
    [InlineData("Ｍａｒｙ Bello", "Mary Bello")]
    public void The_same_person_passes(string claimed, string recorded) => Assert.InRange(NameMatch.Score(claimed, recorded), Pass, 1m);

    [Theory]
    [InlineData("Ada Okafor", "Adaobi Okafor")]
    [InlineData("Ada Okafor", "A. Okafor")]
    [InlineData("Mary Jane Bello", "Mary Bello")]
    [InlineData("Ada Okafor", "Ada Okafor Ventures Ltd")]
    [InlineData("Ada Okafor", "Ada and Emeka Okafor")]
    public void What_may_be_the_same_person_is_looked_at(string claimed, string recorded) => Assert.InRange(NameMatch.Score(claimed, recorded), Review, Pass - 0.0001m);

    [Theory]
    [InlineData("Ada Okafor", "Somebody Else")]
    [InlineData("Ada Okafor", "Ada Bello")]
    [InlineData("Ada Okafor", "Okafor")]
    [InlineData("Ada Okafor", "")]
    [InlineData("Ada Okafor", "12345 ...")]
    [InlineData("Ada Ada", "Ada Okafor")]
    [InlineData("Ngozi Eze", "Chidi Eze")]
    public void Another_person_fails(string claimed, string recorded) => Assert.InRange(NameMatch.Score(claimed, recorded), 0m, Review - 0.0001m);

    [Fact]
    public void Order_and_case_make_no_difference()
    {
        string[] spellings = ["Ada Ngozi Okafor", "okafor ngozi ada", "NGOZI ADA OKAFOR", "  Okafor   Ada\tNgozi "];

        Assert.All(spellings, spelling => Assert.Equal(1m, NameMatch.Score("Ada Ngozi Okafor", spelling)));
    }
}
